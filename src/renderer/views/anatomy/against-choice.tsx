import { Plus, X } from 'lucide-react'
import { useAnatomyChoices, usePublished } from '../../state/anatomy'
import { mostAgainst } from '../../state/anatomy-address'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { Menu } from '../../ui/menu'

/** Which published models stand beside the open one. */
export function AgainstChoice() {
  const published = usePublished()
  const against = useAnatomyChoices((choices) => choices.against)
  const change = (next: readonly string[]) => useAnatomyChoices.setState({ against: next })
  return (
    <div className="anatomy-against">
      <span className="quiet">beside</span>
      <ul aria-label="Models beside it">
        {against.map((id) => {
          const model = published.find((one) => one.id === id)
          if (!model) return null
          return (
            <li key={id}>
              <a href={model.source.url} target="_blank" rel="noreferrer" title={model.source.text}>
                {model.title}
              </a>
              <IconButton
                label={`Take ${model.title} away`}
                onClick={() => change(against.filter((one) => one !== id))}
              >
                <X size={12} />
              </IconButton>
            </li>
          )
        })}
      </ul>
      {against.length < mostAgainst && (
        <Menu
          trigger={
            <Button variant="quiet" icon={<Plus size={13} />}>
              Add a published model
            </Button>
          }
          items={published
            .filter(({ id }) => !against.includes(id))
            .map(({ id, title, stated }) => ({ label: title, note: stated, onSelect: () => change([...against, id]) }))}
        />
      )}
    </div>
  )
}
