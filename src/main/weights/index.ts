export { dequantise, dequantisedTypes } from './ggml/dequantise'
