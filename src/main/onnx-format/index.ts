// ONNX’s own messages, generated from its schema, and the small ones that who writes graphs needs; also for who reads such files.

export * from './messages'
export * from './onnx_pb'
