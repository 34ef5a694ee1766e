import LoopParts

/// Winograd's form of a convolution at stride 1: the weights are transformed once, and a tile of outputs then takes two to
/// four times fewer products. What it rounds differs from the direct form, by about 1e-6 of the values.
///
/// The transforms stand in `PlainLoops/WinogradTransforms`, those of the weights in `PlainLoops/WinogradWeights`; here is
/// how the work is shared out.
struct WinogradConvolution: Sendable {
  private let layout: WinogradLayout
  private let biases: [Float]
  /// For each point the weights of its product, as the direct convolution wants them.
  private let packed: [Float]

  /// How many outputs a tile should have along each axis, for a convolution of an input of a shape; `nil` where the direct
  /// form is as fast.
  ///
  /// The rule, as measured: 3 × 3 and 5 × 5 kernels that slide by one, of at least 16 channels, on maps of 8 cells and
  /// more. A 3 × 3 kernel has tiles of 4 × 4 on maps of 20 cells and more; on smaller ones too many of them would hang over
  /// the border, and the weights, four times as many as before, would be waited for. With tiles of 2 × 2 they are not
  /// quite twice as many, which pays but for the very smallest maps.
  static func tileOutputs(for convolution: Convolution, on input: Shape) -> Int? {
    let filters = convolution.filters
    let isSquare = convolution.rows.kernel == convolution.columns.kernel
    let slidesByOne = convolution.rows.stride == 1 && convolution.columns.stride == 1
    let isDense = convolution.rows.dilation == 1 && convolution.columns.dilation == 1 && convolution.groups == 1
    guard
      isSquare, slidesByOne, isDense, filters.depth >= mostLanes, filters.depth.isMultiple(of: laneCount),
      filters.count.isMultiple(of: filtersInBlock)
    else { return nil }
    let outputs = min(convolution.rows.over(input.height).output, convolution.columns.over(input.width).output)
    switch filters.rows {
    case 3: return outputs >= 20 ? 4 : outputs >= 8 ? 2 : nil
    case 5: return outputs >= 8 ? 2 : nil
    default: return nil
    }
  }

  /// A convolution with tiles of `tileOutputs` × `tileOutputs`.
  init(_ convolution: Convolution, tileOutputs: Int) {
    layout = WinogradLayout(convolution, tileOutputs: tileOutputs)
    biases = convolution.biases
    let layout = layout
    packed = array(layout.packedCount) { layout.pack(convolution.filters, into: $0) }
  }

  /// The convolution of an input into which the filters fit.
  func callAsFunction(_ input: Tensor) -> Tensor {
    var result: [Float] = []
    withValues(packed) { result = layout.convolve(input, $0, biases) }
    return Tensor(layout.output(for: input.shape), values: result)
  }

  /// The convolution of some inputs of a shape, one behind the other.
  func run(_ input: [Float], of shape: Shape, pictures: Int, into output: inout [Float]) {
    precondition(
      input.count >= pictures * shape.count && output.count >= pictures * layout.output(for: shape).count,
      "there are \(pictures) pictures of \(shape)")
    withMutableValues(&output) { target in
      withValues(input) { source in
        withValues(packed) { layout.convolve(source, pictures, of: shape, $0, biases, into: target) }
      }
    }
  }

  /// The convolution of an input by filters that are wanted this once: what they are laid out in is used again.
  static func once(_ convolution: Convolution, tileOutputs: Int, on input: Tensor) -> Tensor {
    let layout = WinogradLayout(convolution, tileOutputs: tileOutputs)
    var result: [Float] = []
    withScratch(layout.packedCount) { packed in
      layout.pack(convolution.filters, into: packed)
      result = layout.convolve(input, packed, convolution.biases)
    }
    return Tensor(layout.output(for: input.shape), values: result)
  }
}

/// How one convolution in Winograd's form lies in memory, and how its work is shared out.
private struct WinogradLayout: Sendable {
  /// How many outputs a tile has along each axis, m.
  let tileOutputs: Int
  let rows, columns: Window
  let filters, depth: Int
  let isRectified: Bool

  init(_ convolution: Convolution, tileOutputs: Int) {
    let bank = convolution.filters
    precondition(
      (bank.rows == 3 && (tileOutputs == 2 || tileOutputs == 4) || bank.rows == 5 && tileOutputs == 2)
        && bank.rows == bank.columns && bank.depth >= mostLanes && bank.depth.isMultiple(of: laneCount)
        && bank.count.isMultiple(of: filtersInBlock)
        && convolution.groups == 1
        && [convolution.rows, convolution.columns].allSatisfy { $0.stride == 1 && $0.dilation == 1 },
      "there is no such form of this convolution")
    self.tileOutputs = tileOutputs
    rows = convolution.rows
    columns = convolution.columns
    filters = bank.count
    depth = bank.depth
    isRectified = convolution.isRectified
  }

  private var kernel: Int { rows.kernel }
  /// At how many points along each axis a tile is taken, n.
  private var points: Int { tileOutputs + kernel - 1 }

  func output(for input: Shape) -> Shape {
    Shape(height: rows.over(input.height).output, width: columns.over(input.width).output, channels: filters)
  }

  // MARK: Weights

  /// For each point, what it takes of a kernel's taps: the powers of the point, scaled so that the other two transforms
  /// have whole numbers.
  private static func powers(points: Int, kernel: Int) -> [[Double]] {
    let finite: [(point: Double, scale: Double)]
    if points == 4 {
      finite = [(0, 1), (1, 0.5), (-1, 0.5)]
    } else {
      let (sixth, twentyFourth) = (-1.0 / 6, 1.0 / 24)
      finite = [(0, 0.25), (1, sixth), (-1, sixth), (2, twentyFourth), (-2, twentyFourth)]
    }
    let rows = finite.map { point, scale in
      (0..<kernel).map { power in (0..<power).reduce(scale) { value, _ in value * point } }
    }
    return rows + [(0..<kernel).map { $0 == kernel - 1 ? 1 : 0 }]
  }

  /// How many values the kernels take at all points.
  var packedCount: Int { points * points * filters * depth }

  /// Puts every kernel at all points in place, as [point][block of 16 filters][channel][16].
  func pack(_ bank: FilterBank, into packed: UnsafeMutablePointer<Float>) {
    let loops = ChosenLoops.current
    let powers = Self.powers(points: points, kernel: kernel).flatMap { $0 }
    let taps = kernel * kernel * depth
    withValues(bank.values) { weights in
      ThreadPool.shared.run(filters / filtersInBlock) { block in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: taps * filtersInBlock) { room in
          guard let room = room.baseAddress else { return }
          loops.packFilters(weights + block * filtersInBlock * taps, filters: filtersInBlock, taps: taps, room)
          loops.transformFilters(
            room, depth: depth, kernel: kernel, points: points, powers: powers, pointStep: filters * depth,
            packed + block * depth * filtersInBlock)
        }
      }
    }
  }

  // MARK: The three steps

  /// The convolution of an input into which the filters fit, by what `pack` laid out.
  func convolve(_ input: Tensor, _ packed: UnsafePointer<Float>, _ biases: [Float]) -> [Float] {
    array(output(for: input.shape).count) { target in
      withValues(input.values) { convolve($0, 1, of: input.shape, packed, biases, into: target) }
    }
  }

  /// The same for some pictures of a shape, one behind the other: their tiles are counted through.
  func convolve(
    _ source: UnsafePointer<Float>, _ pictures: Int, of input: Shape, _ packed: UnsafePointer<Float>,
    _ biases: [Float], into target: UnsafeMutablePointer<Float>
  ) {
    let vertical = rows.over(input.height)
    let horizontal = columns.over(input.width)
    precondition(
      vertical.fits && horizontal.fits && input.channels == depth, "the filters do not fit into \(input)")
    let output = output(for: input)
    let tiles = Tiles(
      points: points, columns: (output.width + tileOutputs - 1) / tileOutputs,
      inPicture: ((output.width + tileOutputs - 1) / tileOutputs) * ((output.height + tileOutputs - 1) / tileOutputs),
      pictures: pictures)
    let chunk = chunkLength(tiles)
    let allPoints = tiles.points * tiles.points
    withScratch(allPoints * chunk * (depth + filters)) { values in
      let sums = values + allPoints * chunk * depth
      var first = 0
      while first < tiles.count {
        let end = min(tiles.count, first + chunk)
        tiles.forEachPicture(first, end) { picture, part in
          transform(source + picture * input.count, input, tiles, part, values)
        }
        multiply(values, packed, tiles, end - first, sums)
        tiles.forEachPicture(first, end) { picture, part in
          gather(sums, biases, tiles, part, target + picture * output.count, output)
        }
        first = end
      }
    }
  }

  private struct Tiles {
    let points, columns, inPicture, pictures: Int
    var count: Int { inPicture * pictures }

    /// Calls `body` for each picture of which tiles are among `first`..<`end`.
    func forEachPicture(_ first: Int, _ end: Int, _ body: (_ picture: Int, Part) -> Void) {
      for picture in first / inPicture...(end - 1) / inPicture {
        let before = picture * inPicture
        body(
          picture,
          Part(
            first: max(0, first - before), end: min(inPicture, end - before), firstInChunk: first - before,
            inChunk: end - first))
      }
    }

    /// The tiles of one picture in a chunk, counted in it.
    struct Part {
      let first, end: Int
      /// The first tile of the whole chunk, negative where the chunk began in an earlier picture, and how many it has.
      let firstInChunk, inChunk: Int
    }
  }

  /// How many tiles are worked on at a time: as many as have their values and sums in 2 MB, but at least so many that the
  /// weights are not fetched for a few of them only.
  private func chunkLength(_ tiles: Tiles) -> Int {
    let valuesInTile = tiles.points * tiles.points * (depth + filters)
    let wanted = max(48, 524_288 / valuesInTile)
    // All chunks about equally long, and whole tiles of the direct convolution.
    let chunks = (tiles.count + wanted - 1) / wanted
    let length = (tiles.count + chunks - 1) / chunks
    return chunks == 1 ? length : (length + outputsInTile - 1) / outputsInTile * outputsInTile
  }

  private func transform(
    _ source: UnsafePointer<Float>, _ input: Shape, _ tiles: Tiles, _ chosen: Tiles.Part,
    _ values: UnsafeMutablePointer<Float>
  ) {
    let loops = ChosenLoops.current
    let room = tiles.points * tiles.points * (depth + mostLanes)
    share(chosen.first, chosen.end, values: depth * tiles.points * tiles.points) { part, partEnd in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: room) { room in
        guard let room = room.baseAddress else { return }
        loops.transformTiles(
          source, height: input.height, width: input.width, channels: depth, points: tiles.points,
          tileOutputs: tileOutputs, tileColumns: tiles.columns, top: rows.padding.before,
          left: columns.padding.before, first: part, end: partEnd, firstInChunk: chosen.firstInChunk,
          tilesInChunk: chosen.inChunk,
          values, room: room)
      }
    }
  }

  /// At each point a product of matrices: tiles × channels by channels × filters.
  private func multiply(
    _ values: UnsafePointer<Float>, _ packed: UnsafePointer<Float>, _ tiles: Tiles, _ count: Int,
    _ sums: UnsafeMutablePointer<Float>
  ) {
    let loops = ChosenLoops.current
    let extents = ConvolutionExtents(
      outputWidth: count, outputCount: count, columnStep: depth, rowStep: 0, rows: 1, runs: 1, runLength: depth,
      tapRowStep: 0, runStep: 0, outputStep: filters, outputRowStep: 0)
    let outputTiles = (count + outputsInTile - 1) / outputsInTile
    let blocks = filters / filtersInBlock
    let allPoints = tiles.points * tiles.points
    let blockLength = depth * filtersInBlock
    // Blocks that follow each other in memory are done by one thread, so that it fetches what it needs next itself.
    let blocksInPart = max(1, min(blocks, 20_000 / (outputTiles * depth)))
    let parts = (blocks + blocksInPart - 1) / blocksInPart
    let zeros: (Lanes, Lanes) = (Lanes(), Lanes())
    withUnsafeBytes(of: zeros) { zeros in
      guard let zeros = zeros.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
      ThreadPool.shared.run(allPoints * parts) { index in
        let (point, part) = index.quotientAndRemainder(dividingBy: parts)
        for block in part * blocksInPart..<min(blocks, (part + 1) * blocksInPart) {
          loops.convolveTiles(
            extents, values + point * count * depth, packed + (point * blocks + block) * blockLength, zeros,
            sums + point * count * filters + block * filtersInBlock, filters: filtersInBlock, isRectified: false,
            firstTile: 0, endTile: outputTiles)
        }
      }
    }
  }

  private func gather(
    _ sums: UnsafePointer<Float>, _ biases: [Float], _ tiles: Tiles, _ chosen: Tiles.Part,
    _ target: UnsafeMutablePointer<Float>, _ output: Shape
  ) {
    let loops = ChosenLoops.current
    withValues(biases) { biases in
      share(chosen.first, chosen.end, values: filters * tiles.points * tiles.points) { part, partEnd in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: tiles.points * tiles.points * mostLanes) { room in
          guard let room = room.baseAddress else { return }
          loops.gatherTiles(
            sums, filters: filters, points: tiles.points, tileOutputs: tileOutputs, tileColumns: tiles.columns,
            first: part, end: partEnd, firstInChunk: chosen.firstInChunk, tilesInChunk: chosen.inChunk,
            biases: biases,
            isRectified: isRectified, height: output.height, width: output.width, target, room: room)
        }
      }
    }
  }
}
