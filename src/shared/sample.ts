/** Names the model that is shipped with the program, wherever a model is asked for. A folder of that name is `./sample`. */
export const sampleName = 'sample'
