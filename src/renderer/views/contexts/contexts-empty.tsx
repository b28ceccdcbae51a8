import { Plus } from 'lucide-react'
import { sampleName } from '../../../shared/sample'
import { addContext, showContexts } from '../../state/contexts'
import { useSession } from '../../state/session'
import { Button } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { contextExamples } from './context-examples'

export function ContextsEmpty() {
  const isSample = useSession((session) => session.model?.path === sampleName)
  return (
    <Empty title="One token in several sentences: add a second sentence to see where their paths part.">
      <div className="contexts-ways">
        <Button icon={<Plus size={14} />} onClick={addContext}>
          Add a context
        </Button>
        {isSample &&
          contextExamples.map(({ title, sentences }) => (
            <Button key={title} onClick={() => void showContexts(sentences)}>
              {title}
            </Button>
          ))}
      </div>
    </Empty>
  )
}
