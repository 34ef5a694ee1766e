import CellCanvas
import ConvolutionEngine

/// The convolution the other way round: each input lays a whole kernel down, what overlaps adds up, and small becomes large.
struct TransposedConvolutionScene: Scene {
  static let card = SceneCard(
    id: "transposed-convolution", title: "Transposed convolution", part: .variants,
    otherNames: ["more arithmetic", "deconvolution"])

  static let size = Control.integer("input", in: 2...6, standard: 5, help: "inputs in the row, N")
  static let kernel = Control.integer("kernel", in: 1...5, standard: 3, help: "weights of the kernel, F")
  static let stride = Control.integer("stride", in: 1...3, standard: 2, help: "cells from one stamp to the next, S")
  static let padding = Control.integer("padding", in: 0...2, standard: 0, help: "cells cut off at each side, P")
  static let extra = Control.integer("extra", in: 0...2, standard: 0, help: "cells more at the end, E")
  static let values = Control.grid("values", in: -9...9, help: "the inputs")
  static let controls = [size, kernel, stride, padding, extra, values]

  /// What a step shows; inputs are counted from 0.
  enum Moment: Hashable, Sendable {
    case task
    case stamp(Int)
    /// The inputs that are left, in one go.
    case rest(from: Int)
    case counts, plane, cure, roundTrip
    /// The sizes that a convolution makes alike.
    case sizes
    case end
  }

  let moments: [Moment]
  let geometry: TransposedGeometry
  let inputs: [Float], weights: [Float], outputs: [Float]
  /// How often outputs are written, for kernels of several sizes at this stride, nothing cut off.
  let writing: [Writing]
  /// A plane of ones under a kernel of ones: stamped, and enlarged and then convolved.
  let stamped: Tensor, smooth: Tensor
  /// A row of the larger size, what the convolution makes of it, and what the transposed one makes of that.
  let there: [Float], between: [Float], back: [Float]
  /// The same on a picture: itself, convolved, and transposed to its size, each as bright as before on the average.
  let trip: [Tensor]
  /// Inputs of the convolution that give as many outputs as there are inputs here.
  let alike: [WindowGeometry]
  /// A picture made larger, stamped and smooth, of the brightness that it had on the average.
  let pictures: [Tensor]

  /// How often a kernel writes each output.
  struct Writing: Hashable, Sendable {
    let kernel: Int
    let counts: [Int]
    /// The counts away from the ends, one whole turn of them at least where there is one.
    let inner: [Int]

    init(input: Int, kernel: Int, stride: Int) {
      self.kernel = kernel
      counts = TransposedGeometry(input: input, window: Window(kernel, stride: stride)).visits
      // Far from both ends: what a turn of the stride repeats.
      let long = TransposedGeometry(input: 2 * kernel + 4, window: Window(kernel, stride: stride)).visits
      let middle = kernel * stride + kernel
      inner = Array(long[middle..<middle + stride])
    }

    var most: Int { inner.max() ?? 0 }
    var least: Int { inner.min() ?? 0 }
  }

  static let pictureSize = (height: 17, width: 20)

  init(_ settings: Settings) throws(SettingsError) {
    let (n, k, s) = (settings.integer(Self.size), settings.integer(Self.kernel), settings.integer(Self.stride))
    let (p, e) = (settings.integer(Self.padding), settings.integer(Self.extra))
    guard e < s else {
      throw SettingsError(
        s == 1
          ? "at stride 1 one size alone gives so many outputs, so there is nothing for extra to say: it is 0"
          : "extra is less than the stride of \(s): a convolution at stride \(s) makes \(counted(s, "size")) alike, and extra says which of them is meant"
      )
    }
    let window = Window(k, stride: s, padding: Padding(p))
    geometry = TransposedGeometry(input: n, window: window, extra: e)
    guard geometry.output > 0 else {
      throw SettingsError(
        "nothing is left: \(counted(n, "stamp")) of \(k) write \(counted(geometry.output + 2 * p, "cell")), and padding cuts \(p) off at each side; take less padding"
      )
    }
    let input = Tensor(Shape(height: 1, width: n), seed: 6, integersIn: 1...4).edited(settings.edits(Self.values))
    let weights = (0..<k).map { Float(min($0 + 1, k - $0)) }
    let bank = FilterBank(count: 1, rows: 1, columns: k, depth: 1, values: weights)
    let transposed = TransposedConvolution(bank, rows: Window(1), columns: window, extraColumns: e)
    inputs = input.values
    self.weights = weights
    outputs = transposed(input).values
    writing = Set([3, 4, 5, k]).sorted().map { Writing(input: n, kernel: $0, stride: s) }

    let ones = FilterBank(kernel: Tensor(Shape(height: k, width: k), repeating: 1))
    let plane = Tensor(Shape(height: n, width: n), repeating: 1)
    func smoothed(_ tensor: Tensor) -> Tensor {
      Convolution(ones, padding: .same(kernel: k))(NearestEnlargement(s)(tensor))
    }
    stamped = TransposedConvolution(ones, stride: s)(plane)
    smooth = smoothed(plane)
    let picture = Pictures.grey(for: settings, width: Self.pictureSize.width, height: Self.pictureSize.height)
    let share = Float(s * s) / Float(k * k)
    pictures = [
      TransposedConvolution(ones, stride: s)(picture).scaled(by: share), smoothed(picture).scaled(by: 1 / Float(k * k)),
    ]

    trip = Self.roundTrip(Pictures.grey(for: settings, width: 40, height: 34), weights, window)
    let whole = Tensor(Shape(height: 1, width: geometry.output), seed: 9, integersIn: 0...4)
    let small = Convolution(signal: bank, window)(whole)
    there = whole.values
    between = small.values
    back = transposed(small).values
    alike = (0..<s).compactMap { more in
      let size = (n - 1) * s - 2 * p + k + more
      return size > 0 ? WindowGeometry(input: size, window: window) : nil
    }
    moments =
      [.task, .stamp(0), .stamp(1)] + (n > 2 ? [.rest(from: 2)] : [])
      + [.counts, .plane, .cure, .roundTrip, .sizes, .end]
  }

  /// A picture, what the kernel of rows times columns makes of it, and what the transposed convolution makes of that.
  private static func roundTrip(_ picture: Tensor, _ weights: [Float], _ window: Window) -> [Tensor] {
    let plane = FilterBank(kernel: Tensor(rows: weights.map { row in weights.map { row * $0 } }))
    let sum = plane.values.reduce(0, +)
    let small = Convolution(plane, stride: window.stride, padding: window.padding)(picture)
    let sides = (window.over(picture.shape.height), window.over(picture.shape.width))
    func extra(_ geometry: WindowGeometry) -> Int {
      geometry.input - TransposedGeometry(input: geometry.output, window: window).output
    }
    let back = TransposedConvolution(
      plane, rows: window, columns: window, extraRows: extra(sides.0), extraColumns: extra(sides.1))(small)
    let stride = Float(window.stride)
    return [picture, small.scaled(by: 1 / sum), back.scaled(by: stride * stride / (sum * sum))]
  }

  var stride: Int { geometry.window.stride }
  var kernelSize: Int { geometry.window.kernel }
  /// The counts of the kernel of the knob.
  var own: Writing { writing.first { $0.kernel == kernelSize } ?? writing[0] }

  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: pictureSize.width, height: pictureSize.height)
  }

  /// How many inputs have been laid down.
  func laid(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .task: 0
    case .stamp(let index): playhead.pointer == nil && playhead.progress < 0.3 ? index : index + 1
    case .rest(let first):
      playhead.pointer == nil
        ? first + Int((playhead.phase(0, 0.9) * Double(inputs.count - first)).rounded(.down)) : inputs.count
    default: inputs.count
    }
  }

  static let stampsName = "stamps"

  func name(of target: Target) -> String? { target.grid == Self.values.name ? "x\(target.column + 1)" : nil }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    if target.grid == Self.values.name, inputs.indices.contains(target.column) {
      let places = geometry.outputs(of: target.column).filter((0..<geometry.output).contains)
      let stamp = "The stamp of input \(target.column + 1)"
      return Remark(
        caption: places.isEmpty
          ? "\(stamp) is cut off by the padding."
          : "\(stamp) lies on \(ranged("output", places[0] + 1...places[places.count - 1] + 1)).",
        formula: [self.stamp(target.column)])
    }
    guard target.grid == Self.stampsName else { return nil }
    let cell = target.column + first
    guard (0..<geometry.output).contains(cell) else {
      return Remark(
        caption:
          "This cell is written, and then cut off again by the padding of \(geometry.window.padding.before) at each side."
      )
    }
    let terms = products(at: cell, laid: laid(moment, at: playhead))
    return Remark(
      caption: terms.isEmpty
        ? "No stamp has written output \(cell + 1) \(laid(moment, at: playhead) == inputs.count ? "at all: it stays 0." : "yet.")"
        : "Output \(cell + 1) is written \(times(terms.count))\(terms.count > 1 ? ": what overlaps adds up" : "").",
      formula: terms.isEmpty ? [] : [sum(at: cell, laid: laid(moment, at: playhead))])
  }
}

extension Tensor {
  fileprivate func scaled(by factor: Float) -> Tensor { Tensor(shape, values: values.map { $0 * factor }) }
}
