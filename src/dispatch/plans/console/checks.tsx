/** A group of boxes of which any may be ticked; what is chosen keeps the order of what may be chosen. */
import type { ReactNode } from 'react'

export function Checks<T extends string | number>(props: {
  readonly legend: string
  readonly among: readonly T[]
  readonly chosen: readonly T[]
  readonly name: (one: T) => string
  readonly onChange: (chosen: readonly T[]) => void
}): ReactNode {
  const { among, chosen } = props
  return (
    <fieldset className="plans-checks">
      <legend>{props.legend}</legend>
      {among.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={(event) =>
              props.onChange(among.filter((each) => (each === one ? event.target.checked : chosen.includes(each))))
            }
          />
          {props.name(one)}
        </label>
      ))}
    </fieldset>
  )
}
