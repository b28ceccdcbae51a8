import type { HeadDetail } from '../../../shared/head-detail'
import { useHeadDetail } from '../../state/head-detail'
import { LookState } from '../../ui/look-state'
import { usePanelVisible } from '../../ui/panel-visible'
import { CostPart } from './cost-part'
import { Pickers } from './pickers'
import { ProductsPart } from './products-part'
import { RowPart } from './row-part'
import { ValuePart } from './value-part'
import './query-key-view.css'

/** One query and key of a head, in the order of attention's formula: product, score, weight, value, and what is written. */
export function QueryKeyView() {
  const detail = useHeadDetail(usePanelVisible())
  return (
    <LookState look={detail} what="how a head weighs a word" title="Query, key and value cannot be shown">
      {(answer) => <Parts detail={answer} />}
    </LookState>
  )
}

function Parts({ detail }: { detail: HeadDetail }) {
  return (
    <div className="qkv">
      <Pickers detail={detail} />
      <ProductsPart detail={detail} />
      <RowPart detail={detail} />
      <ValuePart detail={detail} />
      <CostPart detail={detail} />
    </div>
  )
}
