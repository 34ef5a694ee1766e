import ConvolutionEngine

// The engine as C functions, for compare_with_pytorch.py, which calls them and PyTorch in one process. Whoever calls them
// sees to it that pointers lead to as many numbers as are said, and that pictures and filters lie channels last.

/// Something that can be computed again and again, and what came out the last time.
private final class Job {
  private let work: () -> [Float]
  private(set) var output: [Float] = []

  init(_ work: @escaping () -> [Float]) { self.work = work }

  func run() { output = work() }

  /// Keeps it for the caller, who never gives it back: the script ends soon.
  var handle: UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

  static func of(_ handle: UnsafeRawPointer) -> Job { Unmanaged.fromOpaque(handle).takeUnretainedValue() }
}

/// A batch in memory.
private struct GivenPictures: LabelledPictures {
  let pictures: [Tensor]
  let labels: [Int]
  var count: Int { labels.count }

  func picture(at index: Int, _ generator: SeededGenerator?) -> Tensor { pictures[index] }
  func label(at index: Int) -> Int { labels[index] }
}

private func tensor(_ height: Int, _ width: Int, _ channels: Int, _ values: UnsafePointer<Float>) -> Tensor {
  let shape = Shape(height: height, width: width, channels: channels)
  return Tensor(shape, values: Array(UnsafeBufferPointer(start: values, count: shape.count)))
}

/// Sets how many threads share the work.
@_cdecl("engine_set_threads")
public func setThreads(_ count: Int) { Engine.threads = count }

/// Computes a job so many times.
@_cdecl("engine_run")
public func run(_ job: UnsafeRawPointer, _ times: Int) {
  let job = Job.of(job)
  for _ in 0..<times { job.run() }
}

/// Copies what came out the last time, up to so many numbers, and answers how many there are.
@_cdecl("engine_output")
public func copyOutput(_ job: UnsafeRawPointer, _ numbers: UnsafeMutablePointer<Float>, _ count: Int) -> Int {
  let output = Job.of(job).output
  for index in 0..<min(count, output.count) { numbers[index] = output[index] }
  return output.count
}

/// A convolution made ready; `method` is 0 for the definition, 1 for the fastest.
@_cdecl("engine_convolution")
public func makeConvolution(
  _ height: Int, _ width: Int, _ channels: Int, _ filters: Int, _ kernel: Int, _ stride: Int, _ padding: Int,
  _ method: Int, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>, _ biases: UnsafePointer<Float>
) -> UnsafeMutableRawPointer {
  let input = tensor(height, width, channels, input)
  let bank = FilterBank(
    count: filters, rows: kernel, columns: kernel, depth: channels,
    values: tensor(1, 1, filters * kernel * kernel * channels, weights).values)
  let convolution = Convolution(
    bank, biases: tensor(1, 1, filters, biases).values, stride: stride, padding: Padding(padding))
  let prepared = PreparedConvolution(convolution, on: input.shape, method: method == 0 ? .direct : nil)
  return Job { prepared(input).values }.handle
}

/// A convolution of one channel by one kernel, through the public interface and without anything made ready.
@_cdecl("engine_small_convolution")
public func makeSmallConvolution(
  _ side: Int, _ kernel: Int, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>
) -> UnsafeMutableRawPointer {
  let input = tensor(side, side, 1, input)
  let convolution = Convolution(FilterBank(kernel: tensor(kernel, kernel, 1, weights)))
  return Job { convolution(input).values }.handle
}

/// A network of a name with the weights in a file, on one picture; nothing when the file does not fit.
@_cdecl("engine_network")
public func makeNetwork(
  _ name: UnsafePointer<CChar>, _ path: UnsafePointer<CChar>, _ input: UnsafePointer<Float>
) -> UnsafeMutableRawPointer? {
  guard let network = Network.named(String(cString: name)),
    let file = try? Safetensors(path: String(cString: path)),
    let weights = try? SafetensorsWeights(file, for: network)
  else { return nil }
  let shape = network.input
  let picture = tensor(shape.height, shape.width, shape.channels, input)
  let prepared = PreparedNetwork(network, weights: weights)
  return Job { prepared(picture).values }.handle
}

/// Training of the network of a name on one batch, by descent with momentum; its first weights are written to a file. What
/// comes out is the loss before the step.
@_cdecl("engine_training")
public func makeTraining(
  _ name: UnsafePointer<CChar>, _ path: UnsafePointer<CChar>, _ pictures: UnsafePointer<Float>,
  _ labels: UnsafePointer<Int64>, _ count: Int, _ rate: Float, _ momentum: Float
) -> UnsafeMutableRawPointer? {
  guard let network = Network.named(String(cString: name)) else { return nil }
  let shape = network.input
  let batch = GivenPictures(
    pictures: (0..<count).map { tensor(shape.height, shape.width, shape.channels, pictures + $0 * shape.count) },
    labels: (0..<count).map { Int(labels[$0]) })
  let plan = TrainingPlan(
    optimizer: .descent(momentum: momentum), learningRate: .constant(rate), batchSize: count, seed: 1)
  var trainer = Trainer(network, plan, on: batch)
  let tensors = network.namedTensors(of: trainer.keyframe.parameters)
  guard (try? Safetensors.write(tensors, to: String(cString: path))) != nil else { return nil }
  return Job {
    trainer.step()
    return [trainer.keyframe.loss ?? .nan]
  }.handle
}
