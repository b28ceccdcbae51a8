// ONNX's own messages, generated from its schema; both who reads such files and who writes graphs needs them.
export * from './onnx_pb'
