import CellCanvas
import ConvolutionEngine

/// What data on a grid have in common, and what follows for a layer: a matrix product in which a few weights repeat.
struct GridDataScene: Scene {
  static let card = SceneCard(id: "grid-data", title: "Data on a grid", part: .convolution)

  static let length = Control.integer("length", in: 3...12, standard: 8, help: "how many values the signal has, n")
  static let kernelWidth = Control.integer("kernel", in: 1...5, standard: 3, help: "how many weights the kernel has, k")
  static let layer = Control.choice(
    "layer", ["convolution", "dense"], help: "which layer's matrix is built up row by row")
  static let signal = Control.grid("x", in: -99...99, help: "the signal's values")
  static let controls = [length, kernelWidth, layer, signal]

  /// The picture that a viewer brings along.
  static func pictureArea(_ settings: Settings) -> PictureArea? {
    PictureArea(width: 24, height: 24, part: Region(column: 13, row: 6, columns: pictureSide, rows: pictureSide))
  }

  /// The signal, n values.
  let x: [Float]
  /// The kernel, k weights, all different and none 0.
  let kernel: [Float]
  /// The layer that joins every input with every output, all of its weights different.
  let dense: Dense
  /// The layer whose rows repeat the kernel.
  let sliding: Dense
  /// What either makes of the signal.
  let denseOutput: [Float]
  let slidingOutput: [Float]
  /// Whether the knob asks for the dense layer's matrix row by row.
  let isDense: Bool
  /// A few pixels of a picture, in three channels, and how bright they are.
  let pixels: Picture
  let greys: Tensor
  let moments: [Moment]

  /// What a step shows.
  enum Moment: Hashable, Sendable {
    case data, series, image, volume, dense, row(Int), rows, count, end
  }

  /// The sides of the little picture: as many pixels as have room for their numbers.
  static let pictureSide = 6

  init(_ settings: Settings) throws(SettingsError) {
    let length = settings.integer(Self.length)
    let width = settings.integer(Self.kernelWidth)
    let geometry = WindowGeometry(input: length, kernel: width)
    do throws(GeometryError) { _ = try geometry.checkedOutput() } catch { throw SettingsError(error.description) }
    x = Tensor(Shape(height: 1, width: length), seed: 4, integersIn: 1...9).edited(settings.edits(Self.signal)).values
    kernel = Array([2, 5, 3, 4, 1].prefix(width))
    sliding = Dense(sliding: kernel, over: length)
    dense = Dense(
      weights: Self.different(geometry.output * length), biases: [Float](repeating: 0, count: geometry.output))
    isDense = settings.choice(Self.layer) == "dense"
    let input = Tensor(signal: x)
    denseOutput = dense(input).values
    slidingOutput = sliding(input).values
    pixels = Pictures.color(for: settings, width: 24, height: 24)
      .cropped(row: 6, column: 13, side: Self.pictureSide)
    greys = pixels.greys
    moments =
      [.data, .series, .image, .volume, .dense, .row(0)] + (geometry.output > 1 ? [.row(1)] : [])
      + (geometry.output > 2 ? [.rows] : []) + [.count, .end]
  }

  /// So many whole numbers, none of them 0 and no two of them alike, in an order that looks like chance.
  private static func different(_ count: Int) -> [Float] {
    let half = (count + 1) / 2
    var numbers = ((-half...half).filter { $0 != 0 }).map(Float.init)
    let generator = SeededGenerator(seed: 12)
    for index in numbers.indices.dropFirst().reversed() {
      numbers.swapAt(index, generator.integer(at: index, in: 0...index))
    }
    return Array(numbers.prefix(count))
  }

  // MARK: What the figure is about at a moment

  /// Which matrix is on the screen.
  func matrix(_ moment: Moment) -> Dense { moment == .dense || isDense ? dense : sliding }

  /// What comes out of it.
  func output(_ moment: Moment) -> [Float] { moment == .dense || isDense ? denseOutput : slidingOutput }

  /// How many rows of the matrix are written; those behind are empty.
  func shownRows(_ moment: Moment, at playhead: Playhead) -> Int {
    switch moment {
    case .data, .series, .image, .volume: 0
    case .dense, .count, .end: sliding.outputs
    case .row(let row): row + (playhead.phase(0, 0.3) > 0.5 ? 1 : 0)
    case .rows: 2 + Int((playhead.phase(0, 0.9) * Double(sliding.outputs - 2)).rounded(.down))
    }
  }

  /// What is lit up in the matrix.
  enum Focus: Hashable {
    case nothing
    case output(Int)
    case weight(row: Int, column: Int)
    case input(Int)
  }

  /// The pointer decides; without one, the step does.
  func focus(_ moment: Moment, at playhead: Playhead) -> Focus {
    if let pointer = playhead.pointer {
      switch pointer.grid {
      case "s" where pointer.row < shownRows(moment, at: playhead): return .output(pointer.row)
      case "matrix" where pointer.row < shownRows(moment, at: playhead) && pointer.column < x.count:
        return .weight(row: pointer.row, column: pointer.column)
      case Self.signal.name where pointer.row < x.count: return .input(pointer.row)
      default: return .nothing
      }
    }
    switch moment {
    case .row(let row): return .output(row)
    case .rows where playhead.progress < 1: return .output(max(0, shownRows(moment, at: playhead) - 1))
    default: return .nothing
    }
  }

  func formula(_ moment: Moment, at playhead: Playhead) -> [StyledText]? {
    guard case .rows = moment, playhead.pointer == nil, playhead.progress < 1,
      case .output(let row) = focus(moment, at: playhead)
    else { return nil }
    return sum(matrix(moment), row: row)
  }

  func remark(_ moment: Moment, on target: Target, at playhead: Playhead) -> Remark? {
    var pointed = playhead
    pointed.pointer = target
    let matrix = matrix(moment)
    switch focus(moment, at: pointed) {
    case .nothing: return nil
    case .output(let row):
      return Remark(
        caption: "Output \(row + 1) is row \(row + 1) of the matrix times x: zeros take no part.",
        formula: sum(matrix, row: row))
    case .weight(let row, let column):
      let weight = matrix.weight(from: column, to: row)
      let count = matrix.weights.count { $0 == weight }
      return Remark(
        caption: weight == 0
          ? "A zero: output \(row + 1) does not see input \(column + 1). It is no weight: it is never stored, never learned, never multiplied."
          : count == 1
            ? "This weight stands here alone: it says how input \(column + 1) counts for output \(row + 1), and nothing else."
            : "This weight stands in \(count) places, once in each row: it is stored once, and learned from all of them."
      )
    case .input(let input):
      let reached = (0..<matrix.outputs).count { matrix.weight(from: input, to: $0) != 0 }
      return Remark(
        caption:
          "Input \(input + 1) meets column \(input + 1) of the matrix: it counts for \(reached) of \(matrix.outputs) outputs."
      )
    }
  }
}

extension Picture {
  /// A square part of the picture.
  fileprivate func cropped(row: Int, column: Int, side: Int) -> Picture {
    let rows = (row..<row + side).map { bytes[3 * ($0 * width + column)..<3 * ($0 * width + column + side)] }
    return Picture(width: side, height: side, bytes: rows.flatMap { $0 })
  }
}
