/** A path of attention and MLP steps, as the workbench draws them. */
export function PathSketch() {
  const points = [
    [8, 84],
    [34, 80],
    [46, 70],
    [78, 60],
    [88, 52],
    [124, 46],
    [136, 36],
    [172, 30],
    [184, 22],
    [222, 12],
  ] as const
  return (
    <svg className="path-sketch" width="230" height="96" viewBox="0 0 230 96" aria-hidden="true">
      {points.slice(1).map(([x, y], index) => {
        const [fromX, fromY] = points[index]!
        return (
          <line
            key={x}
            x1={fromX}
            y1={fromY}
            x2={x}
            y2={y}
            className={index % 2 === 0 ? 'sketch-attn' : 'sketch-mlp'}
          />
        )
      })}
      {points.map(([x, y], index) => (
        <circle
          key={x}
          cx={x}
          cy={y}
          r={index === 0 || index === points.length - 1 ? 4.5 : 2.5}
          className={index === points.length - 1 ? 'sketch-end' : 'sketch-point'}
        />
      ))}
    </svg>
  )
}
