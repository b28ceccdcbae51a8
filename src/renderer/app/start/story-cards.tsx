import { stories } from '../../state/stories'
import { tell } from '../../state/story'

/** For a person without a model at hand: questions that the shipped one answers, each by one click. */
export function StoryCards() {
  return (
    <section className="start-stories" aria-label="Stories">
      <h3>No model at hand?</h3>
      <p>Begin with a story, told on a small language model that is shipped with Tokentrace.</p>
      <ul>
        {stories.map((story) => (
          <li key={story.id}>
            <button type="button" className="story-card" onClick={() => void tell(story)}>
              <b>{story.title}</b>
              <span>{story.summary}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
