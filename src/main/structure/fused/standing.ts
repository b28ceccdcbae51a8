import { TensorProto_DataType as DataType, type NodeProto } from '../../onnx-format'
import { Beside } from './beside'

/** Standard nodes that stand in the place of a fused one: what it gives is theirs, of the type that it had. */
export class Standing extends Beside {
  readonly #type: DataType

  constructor(prefix: string, { opset, type }: { readonly opset: number; readonly type: DataType }) {
    super(prefix, { opset, rounds: type !== DataType.FLOAT })
    this.#type = type
  }

  get nodes(): NodeProto[] {
    return this.ops.map(({ node }) => node)
  }

  override alsoKnown(...[opType, input, output, attributes]: Parameters<Beside['alsoKnown']>): void {
    if (!output) return
    const made = opType === 'Identity' ? input[0]! : this.node(opType, input, attributes)
    this.#named(made, output, this.#type)
  }

  override kept(make: () => string, output: string | undefined, type: DataType = this.#type): void {
    if (output) this.#named(make(), output, type)
  }

  #named(value: string, output: string, type: DataType): void {
    if (type === DataType.FLOAT) this.node('Identity', [value])
    else this.node('Cast', [value], { to: type })
    this.nodes.at(-1)!.output = [output]
  }
}
