import { FolderOpen } from 'lucide-react'
import type { MediaInput } from '../../../shared/media-input'
import { failDrop } from '../../state/drop'
import { mediaEndings, takeMediaFile, usePicture } from '../../state/media'
import { FileButton } from '../../ui/file-button'
import { PictureCanvas } from '../../ui/picture-canvas'
import { Tooltip } from '../../ui/tooltip'

/** Chooses the file that a model reads in place of a text, and shows what it sees of it. */
export function ChooseFile({ reads }: { reads: MediaInput }) {
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
      <FileButton
        label="File to read"
        accept={mediaEndings[reads.kind]}
        icon={<FolderOpen size={14} />}
        onFile={(file) => takeMediaFile(file).catch(failDrop)}
      >
        Choose…
      </FileButton>
    </>
  )
}
