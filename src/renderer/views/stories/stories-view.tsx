import { X } from 'lucide-react'
import type { Scene } from '../../../shared/story'
import { useAllContexts } from '../../state/contexts'
import { useSelection } from '../../state/selection'
import { useSession } from '../../state/session'
import { type NamedStory, stories } from '../../state/stories'
import { closeStory, isOnStage, storyOf, tell, useStory } from '../../state/story'
import { IconButton } from '../../ui/icon-button'
import './stories-view.css'

/** The story that is told, scene by scene, or those that there are. */
export function StoriesView() {
  const story = storyOf(useStory((told) => told.id))
  return (
    <div className="stories">
      {story ? (
        <StoryTold story={story} />
      ) : (
        <ul className="stories-list" aria-label="Stories">
          {stories.map((one) => (
            <li key={one.id}>
              <button type="button" onClick={() => void tell(one)}>
                <b>{one.title}</b>
                <span>{one.summary}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function StoryTold({ story }: { story: NamedStory }) {
  const text = useSession((session) => session.text)
  const tokens = useSession((session) => session.tokens)
  const position = useSelection((selection) => selection.position)
  const contexts = useAllContexts()
  const beside = contexts.filter(({ isActive }) => !isActive).map((context) => context.text)
  const scene = story.scenes.find((one) => isOnStage(one, text, tokens, position, beside))
  return (
    <article className="story" aria-label={story.title}>
      <header>
        <h2>{story.title}</h2>
        <IconButton label="Close the story" onClick={closeStory}>
          <X size={14} />
        </IconButton>
      </header>
      <p className="story-summary">{story.summary}</p>
      <ol className="story-scenes" aria-label="Scenes">
        {story.scenes.map((one) => (
          <SceneItem key={one.label} story={story} scene={one} onStage={one === scene} />
        ))}
      </ol>
      {!scene && <p className="quiet">Choose a scene to come back to the story.</p>}
    </article>
  )
}

function SceneItem({ story, scene, onStage }: { story: NamedStory; scene: Scene; onStage: boolean }) {
  return (
    <li aria-current={onStage ? 'step' : undefined}>
      <button type="button" onClick={() => void tell(story, scene)}>
        <b>{scene.label}</b>
        <span>{scene.sentence}</span>
      </button>
      {onStage && <p>{scene.text}</p>}
    </li>
  )
}
