import { FolderOpen } from 'lucide-react'
import { useRef } from 'react'
import type { MediaInput } from '../../../shared/media-input'
import { failDrop } from '../../state/drop'
import { mediaEndings, takeMediaFile, usePicture } from '../../state/media'
import { Button } from '../../ui/button'
import { PictureCanvas } from '../../ui/picture-canvas'
import { Tooltip } from '../../ui/tooltip'

/** Chooses the file that a model reads in place of a text, and shows what it sees of it. */
export function ChooseFile({ reads }: { reads: MediaInput }) {
  const input = useRef<HTMLInputElement>(null)
  const picture = usePicture()
  return (
    <>
      {picture && (
        <Tooltip text={reads.how}>
          <span className="sentence-picture" aria-hidden="true">
            <PictureCanvas picture={picture} />
          </span>
        </Tooltip>
      )}
      <Button icon={<FolderOpen size={14} />} onClick={() => input.current?.click()}>
        Choose…
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File to read"
        accept={mediaEndings[reads.kind]}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) takeMediaFile(file).catch(failDrop)
        }}
      />
    </>
  )
}
