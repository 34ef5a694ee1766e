import CellCanvas
import ConvolutionEngine

/// The title at one size, with everything that the engine makes of it; each part for whoever draws it first, because the
/// lecture begins with this scene, and a screen has one size.
struct TitleImage: Sendable {
  /// Pixels across.
  let width: Int
  /// Pixels down.
  let height: Int
  /// The image from out of focus to sharp; the last is the image itself.
  var focus: [HeatMap] { blurred.value }
  /// What the chosen kernel answers.
  var response: HeatMap { responses.value[0] }
  /// What each kernel of the layer at the end answers.
  var layer: [HeatMap] { Array(responses.value[1...]) }
  /// The top left pixel of a window of 3 × 3 across a letter's edge: where the chosen kernel's answer is furthest from
  /// what it answers inside of a letter.
  var edge: (row: Int, column: Int)? { acrossAnEdge.value }
  /// The top left pixel of a window of 3 × 3 that lies inside of a letter, if the letters are thick enough for one.
  var flat: (row: Int, column: Int)? { insideALetter.value }

  /// The image itself in whole numbers, with the margin around it.
  private let numbers: Deferred<Tensor>
  private let blurred: Deferred<[HeatMap]>
  private let responses: Deferred<[HeatMap]>
  private let acrossAnEdge: Deferred<(row: Int, column: Int)?>
  private let insideALetter: Deferred<(row: Int, column: Int)?>

  /// Pixels around the image that the kernels see and that are cut off again, so that its border answers nothing.
  private static let margin = 6

  /// The image and its responses at this size.
  init(width: Int, height: Int, kernel: KernelPreset, layer kernels: [KernelPreset]) {
    self.width = width
    self.height = height
    let numbers = Deferred {
      let letters = Lettering.image(width: width, height: height, margin: Self.margin)
      let haze = Self.haze(letters.shape)
      // Whole numbers, so that sums can be followed.
      return Tensor(letters.shape, values: zip(letters.values, haze.values).map { max($0, $1).rounded() })
    }
    @Sendable func crop(_ tensor: Tensor, scale: ColorScale, limits: ClosedRange<Double>? = nil) -> HeatMap {
      let values = (0..<height).flatMap { row in
        let first = (row + Self.margin) * tensor.shape.width + Self.margin
        return tensor.values[first..<first + width].map(Double.init)
      }
      return HeatMap(width: width, height: height, values: values, scale: scale, limits: limits)
    }
    self.numbers = numbers
    responses = Deferred {
      let presets = [kernel] + kernels
      let weights = presets.map { $0.weights(size: 3, seed: 0).values }
      let bank = FilterBank(count: presets.count, rows: 3, columns: 3, depth: 1, values: weights.flatMap { $0 })
      let answers = Convolution(bank, padding: .same(kernel: 3))(numbers.value)
      // Where a kernel has negative weights its answers have a sign.
      return weights.indices.map { index in
        crop(answers.channel(index), scale: weights[index].contains { $0 < 0 } ? .signed : .output)
      }
    }
    blurred = Deferred {
      var levels = [numbers.value]
      for size in [3, 5, 9, 13] { levels.append(Self.soften(levels[levels.count - 1], by: size)) }
      return levels.reversed().map { crop($0, scale: .input, limits: 0...Double(Lettering.inside)) }
    }
    insideALetter = Deferred { Self.flatWindow(in: numbers.value) }
    acrossAnEdge = Deferred {
      Self.edgeWindow(
        in: numbers.value, kernel: kernel.weights(size: 3, seed: 0).values, width: width, height: height)
    }
  }

  /// The nine numbers of a window of 3 × 3, row by row, which may reach into the margin.
  func window(row: Int, column: Int) -> [Float] {
    let numbers = numbers.value
    return (0..<9).map { numbers[row + Self.margin + $0 / 3, column + Self.margin + $0 % 3] }
  }

  /// What weights make of nine numbers.
  static func answer(_ numbers: [Float], _ weights: [Float]) -> Float {
    zip(numbers, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func edgeWindow(in image: Tensor, kernel: [Float], width: Int, height: Int) -> (row: Int, column: Int)?
  {
    let flat = answer([Float](repeating: Lettering.inside, count: 9), kernel)
    var furthest: (row: Int, column: Int)?
    var (most, least) = (Float(0), Int.max)
    for row in 1..<max(1, height - 3) {
      for column in 1..<max(1, width - 3) {
        let window = (0..<9).map { image[row + margin + $0 / 3, column + margin + $0 % 3] }
        // Across an edge: a row's or a column's worth of pixels on either side.
        let inside = window.count { $0 == Lettering.inside }
        guard inside >= 3, window.count(where: { $0 <= 3 }) >= 3 else { continue }
        let far = abs(answer(window, kernel) - flat)
        let distance = abs(2 * row + 3 - height) + abs(2 * column + 3 - width)
        if far > most || far == most && far > 0 && distance < least {
          (most, least, furthest) = (far, distance, (row, column))
        }
      }
    }
    return furthest
  }

  /// Quiet clouds of 0...3: random numbers, softened until they are smooth.
  private static func haze(_ shape: Shape) -> Tensor {
    let size = 13
    let larger = Shape(height: shape.height + 2 * (size - 1), width: shape.width + 2 * (size - 1))
    let haze = soften(soften(Tensor(larger, seed: 20), by: size, padding: .valid), by: size, padding: .valid)
    let mean = haze.values.reduce(0, +) / Float(haze.values.count)
    let spread = (haze.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(haze.values.count)).squareRoot()
    return Tensor(shape, values: haze.values.map { min(max(1.3 + ($0 - mean) / max(spread, 1e-6), 0), 3) })
  }

  /// The image out of focus: each pixel the mean of the `size` × `size` ones around it. Taken first down the columns,
  /// then along the rows, that needs 2·size products a pixel instead of size².
  private static func soften(_ image: Tensor, by size: Int, padding: Padding? = nil) -> Tensor {
    let weights = [Float](repeating: 1 / Float(size), count: size)
    let window = Window(size, padding: padding ?? .same(kernel: size))
    let column = FilterBank(count: 1, rows: size, columns: 1, depth: 1, values: weights)
    let row = FilterBank(count: 1, rows: 1, columns: size, depth: 1, values: weights)
    return Convolution(row, rows: Window(1), columns: window)(
      Convolution(column, rows: window, columns: Window(1))(image))
  }

  /// The window nearest to the image's middle in which all nine pixels are inside of a letter.
  private static func flatWindow(in letters: Tensor) -> (row: Int, column: Int)? {
    var nearest: (row: Int, column: Int)?
    var least = Int.max
    for row in 0..<letters.shape.height - 2 {
      for column in 0..<letters.shape.width - 2
      where (0..<9).allSatisfy({ letters[row + $0 / 3, column + $0 % 3] == Lettering.inside }) {
        let distance = abs(2 * row + 2 - letters.shape.height) + abs(2 * column + 2 - letters.shape.width)
        if distance < least { (least, nearest) = (distance, (row - margin, column - margin)) }
      }
    }
    return nearest
  }
}

// MARK: Its pixels

extension TitleImage {
  /// How many cells it takes, two pixels each.
  var cells: Size { Size(columns: width, rows: (height + 1) / 2) }

  /// Pixels of the same size.
  func pixels(_ tint: (_ x: Int, _ y: Int) -> Tint?) -> Pixels {
    var pixels = Pixels(width: width, height: height)
    for y in 0..<height { for x in 0..<width { pixels[x, y] = tint(x, y) } }
    return pixels
  }

  /// The image on its way into focus, 0...1.
  func focused(_ sharpness: Double) -> Pixels {
    let place = sharpness * Double(focus.count - 1)
    let level = min(Int(place), focus.count - 2)
    let (from, to) = (focus[level], focus[level + 1])
    return pixels { x, y in
      let index = y * width + x
      return to.tint(of: from.values[index] + (place - Double(level)) * (to.values[index] - from.values[index]))
    }
  }

  /// The image with the kernel's answers in the part that it has visited, 0...1, and the kernel where it is at work:
  /// it goes down and up while it moves on to the right. A `window` is marked wherever it stands. `other` answers are those
  /// of another kernel.
  func swept(to part: Double, window: (row: Int, column: Int)? = nil, leaving other: HeatMap? = nil) -> Pixels {
    let (sharp, response) = (focus[focus.count - 1], other ?? response)
    let edge = Int((part * Double(width)).rounded())
    var pixels = pixels { x, y in
      let index = y * width + x
      return x < edge ? response.tint(of: response.values[index]) : sharp.tint(of: sharp.values[index])
    }
    if part > 0, part < 1 {
      let turns = 5 * part
      let rise = turns - turns.rounded(.down)
      let height = Double(self.height - 3) * (1 - abs(2 * rise - 1))
      pixels.fill(x: edge, y: 0, width: 1, height: self.height, with: .role(.kernel))
      Self.mark((row: Int(height), column: edge - 1), on: &pixels)
    }
    if let window { Self.mark(window, on: &pixels) }
    return pixels
  }

  /// A frame of one pixel around a window of 3 × 3.
  static func mark(_ window: (row: Int, column: Int), on pixels: inout Pixels) {
    for offset in -1...3 {
      for (x, y) in [(offset, -1), (offset, 3), (-1, offset), (3, offset)] {
        let (column, row) = (window.column + x, window.row + y)
        guard (0..<pixels.width).contains(column), (0..<pixels.height).contains(row) else { continue }
        pixels[column, row] = .role(.active)
      }
    }
  }
}
