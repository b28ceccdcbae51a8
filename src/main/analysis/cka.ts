import { GramSum, type Pause } from './singular-values'

/** What CKA needs of one representation: products of its centred tokens with one another, and their sums. */
export interface TokenProducts {
  readonly tokens: number
  /** The lower triangle row by row, with the diagonal. */
  readonly products: Float64Array
  /** Sum of each row, the diagonal left out. */
  readonly beside: Float64Array
  readonly diagonal: Float64Array
}

/** Of tokens [tokens, width]. The mean token is taken away first. */
export async function tokenProducts(values: Float32Array, tokens: number, pause: Pause): Promise<TokenProducts> {
  const width = values.length / tokens
  const means = new Float64Array(width)
  for (let at = 0; at < values.length; at++) means[at % width]! += values[at]! / tokens
  const centred = Float64Array.from(values, (value, at) => value - means[at % width]!)
  const gram = new GramSum(tokens)
  await gram.add(centred, width, pause)
  const products = new Float64Array((tokens * (tokens + 1)) / 2)
  const beside = new Float64Array(tokens)
  const diagonal = new Float64Array(tokens)
  let at = 0
  for (let i = 0; i < tokens; i++) {
    for (let j = 0; j <= i; j++) {
      const product = gram.sums[i * tokens + j]!
      products[at++] = product
      if (i === j) diagonal[i] = product
      else {
        beside[i]! += product
        beside[j]! += product
      }
    }
  }
  return { tokens, products, beside, diagonal }
}

/** HSIC of two representations, up to a factor that all estimates for one number of tokens share. */
export interface Hsic {
  /** ‖YᵀX‖², of centred representations. */
  readonly biased: number
  /** The unbiased estimate (Song et al. 2012, "Feature Selection via Dependence Maximization", equation 5). */
  readonly unbiased: number
}

/** Of two representations of the same tokens, four or more. */
export function hsic(x: TokenProducts, y: TokenProducts): Hsic {
  const { tokens: n } = x
  let all = 0
  for (let at = 0; at < x.products.length; at++) all += x.products[at]! * y.products[at]!
  let ownProducts = 0
  let along = 0
  let [ofX, ofY] = [0, 0]
  for (let i = 0; i < n; i++) {
    ownProducts += x.diagonal[i]! * y.diagonal[i]!
    along += x.beside[i]! * y.beside[i]!
    ofX += x.beside[i]!
    ofY += y.beside[i]!
  }
  const crossed = 2 * (all - ownProducts)
  return {
    biased: crossed + ownProducts,
    unbiased: (crossed + (ofX * ofY) / ((n - 1) * (n - 2)) - (2 / (n - 2)) * along) / (n * (n - 3)),
  }
}

/** Centred kernel alignment from HSIC of the two with each other and of each with itself; null where it has no meaning. */
export function alignment(between: number, ofX: number, ofY: number): number | null {
  return ofX > 0 && ofY > 0 ? between / Math.sqrt(ofX * ofY) : null
}
