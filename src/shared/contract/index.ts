export * from './engine'
export * from './host'
export * from './progress'
export * from './prompt'
