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
  static func tileOutputs(for form: ConvolutionForm, on input: Shape) -> Int? {
    let isSquare = form.rows.kernel == form.columns.kernel
    let slidesByOne = form.rows.stride == 1 && form.columns.stride == 1
    let isDense = form.rows.dilation == 1 && form.columns.dilation == 1 && form.groups == 1
    guard
      isSquare, slidesByOne, isDense, form.depth >= mostLanes, form.depth.isMultiple(of: laneCount),
      form.filters.isMultiple(of: filtersInBlock)
    else { return nil }
    let outputs = min(form.rows.over(input.height).output, form.columns.over(input.width).output)
    switch form.rows.kernel {
    case 3: return outputs >= 20 ? 4 : outputs >= 8 ? 2 : nil
    case 5: return outputs >= 8 ? 2 : nil
    default: return nil
    }
  }

  /// A convolution with tiles of `tileOutputs` × `tileOutputs`.
  init(_ form: ConvolutionForm, tileOutputs: Int) {
    layout = WinogradLayout(form, tileOutputs: tileOutputs)
    biases = form.biases
    let layout = layout
    packed = array(layout.packedCount) { layout.pack(form.weights, into: $0) }
  }

  /// The convolution of an input into which the filters fit.
  func callAsFunction(_ input: Tensor) -> Tensor {
    var result: [Float] = []
    withValues(packed) { result = layout.convolve(input, .laidOut($0), biases) }
    return Tensor(layout.output(for: input.shape), values: result)
  }

  /// The convolution of some inputs of a shape, one behind the other.
  func run(_ input: [Float], of shape: Shape, pictures: Int, into output: inout [Float]) {
    precondition(
      input.count >= pictures * shape.count && output.count >= pictures * layout.output(for: shape).count,
      "there are \(pictures) pictures of \(shape)")
    withMutableValues(&output) { target in
      withValues(input) { source in
        withValues(packed) { layout.convolve(source, pictures, of: shape, .laidOut($0), biases, into: target) }
      }
    }
  }

  /// The convolution of an input by filters that are wanted this once: block by block they are laid out where they stay in
  /// the second cache, and used; where that would have to be done more than once, all are laid out in memory that is used
  /// again.
  static func once(_ form: ConvolutionForm, tileOutputs: Int, on input: Tensor) -> Tensor {
    let layout = WinogradLayout(form, tileOutputs: tileOutputs)
    var result: [Float] = []
    if layout.hasOneChunk(on: input.shape) {
      result = layout.convolve(input, .asTheyAre(form.weights), form.biases)
    } else {
      withScratch(layout.packedCount) { packed in
        layout.pack(form.weights, into: packed)
        result = layout.convolve(input, .laidOut(packed), form.biases)
      }
    }
    return Tensor(layout.output(for: input.shape), values: result)
  }
}

/// The weights that a pass goes by.
private enum PassWeights {
  /// Those of all blocks at all points, as `pack` lays them out.
  case laidOut(UnsafePointer<Float>)
  /// The filters themselves.
  case asTheyAre(FilterWeights)
}

/// How one convolution in Winograd's form lies in memory, and how its work is shared out.
private struct WinogradLayout: Sendable {
  /// How many outputs a tile has along each axis, m.
  let tileOutputs: Int
  let rows, columns: Window
  let filters, depth: Int
  let isRectified: Bool

  init(_ form: ConvolutionForm, tileOutputs: Int) {
    (rows, columns) = (form.rows, form.columns)
    precondition(
      (rows.kernel == 3 && (tileOutputs == 2 || tileOutputs == 4) || rows.kernel == 5 && tileOutputs == 2)
        && rows.kernel == columns.kernel && form.depth >= mostLanes && form.depth.isMultiple(of: laneCount)
        && form.filters.isMultiple(of: filtersInBlock) && form.groups == 1
        && [rows, columns].allSatisfy { $0.stride == 1 && $0.dilation == 1 },
      "there is no such form of this convolution")
    self.tileOutputs = tileOutputs
    filters = form.filters
    depth = form.depth
    isRectified = form.isRectified
  }

  private var kernel: Int { rows.kernel }
  /// At how many points along each axis a tile is taken, n.
  private var points: Int { tileOutputs + kernel - 1 }

  func output(for input: Shape) -> Shape {
    Shape(height: rows.over(input.height).output, width: columns.over(input.width).output, channels: filters)
  }

  // MARK: Weights

  /// How many values the kernels take at all points.
  var packedCount: Int { points * points * filters * depth }

  /// Puts every kernel at all points in place, as [point][block of 16 filters][channel][16].
  func pack(_ weights: FilterWeights, into packed: UnsafeMutablePointer<Float>) {
    let loops = ChosenLoops.current
    ThreadPool.shared.run(filters / filtersInBlock) { block in
      pack(weights, block, loops, pointStep: filters * depth, packed + block * depth * filtersInBlock)
    }
  }

  /// Puts the kernels of one block at all points in place, as [point][channel][16].
  private func pack(
    _ weights: FilterWeights, _ block: Int, _ loops: any InnerLoops.Type, pointStep: Int,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let taps = kernel * kernel * depth
    withScratch(taps * filtersInBlock) { room in
      weights.with(first: block * filtersInBlock * taps, count: filtersInBlock * taps) { values in
        loops.packFilters(values, filters: filtersInBlock, taps: taps, room)
      }
      loops.transformFilters(room, depth: depth, kernel: kernel, points: points, pointStep: pointStep, target)
    }
  }

  // MARK: The three steps

  /// The convolution of an input into which the filters fit.
  func convolve(_ input: Tensor, _ weights: PassWeights, _ biases: [Float]) -> [Float] {
    array(output(for: input.shape).count) { target in
      withValues(input.values) { convolve($0, 1, of: input.shape, weights, biases, into: target) }
    }
  }

  /// The same for some pictures of a shape, one behind the other: their tiles are counted through.
  func convolve(
    _ source: UnsafePointer<Float>, _ pictures: Int, of input: Shape, _ weights: PassWeights, _ biases: [Float],
    into target: UnsafeMutablePointer<Float>
  ) {
    let vertical = rows.over(input.height)
    let horizontal = columns.over(input.width)
    precondition(
      vertical.fits && horizontal.fits && input.channels == depth, "the filters do not fit into \(input)")
    let output = output(for: input)
    let tiles = tiles(of: output, pictures)
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
        switch weights {
        case .laidOut(let packed): multiply(values, packed, tiles, end - first, sums)
        case .asTheyAre(let weights): multiply(values, weights, tiles, end - first, sums)
        }
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

  private func tiles(of output: Shape, _ pictures: Int) -> Tiles {
    let columns = (output.width + tileOutputs - 1) / tileOutputs
    return Tiles(
      points: points, columns: columns, inPicture: columns * ((output.height + tileOutputs - 1) / tileOutputs),
      pictures: pictures)
  }

  /// Whether all tiles of an input are worked on at a time, so that every weight is taken once.
  func hasOneChunk(on input: Shape) -> Bool {
    let tiles = tiles(of: output(for: input), 1)
    return chunkLength(tiles) == tiles.count
  }

  /// How many tiles are worked on at a time: as many as have their values and sums in 2 MB, but at least so many that the
  /// weights are not fetched for a few of them only.
  private func chunkLength(_ tiles: Tiles) -> Int {
    let valuesInTile = tiles.points * tiles.points * (depth + filters)
    let wanted = max(64, 524_288 / valuesInTile)
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
    let blocks = filters / filtersInBlock
    let allPoints = tiles.points * tiles.points
    let outputTiles = (count + outputsInTile - 1) / outputsInTile
    // Blocks that follow each other in memory are done by one thread, so that it fetches what it needs next itself.
    let blocksInPart = max(1, min(blocks, 20_000 / (outputTiles * depth)))
    let parts = (blocks + blocksInPart - 1) / blocksInPart
    ThreadPool.shared.run(allPoints * parts) { index in
      let (point, part) = index.quotientAndRemainder(dividingBy: parts)
      for block in part * blocksInPart..<min(blocks, (part + 1) * blocksInPart) {
        multiply(
          values + point * count * depth, packed + (point * blocks + block) * depth * filtersInBlock, count, loops,
          sums + point * count * filters + block * filtersInBlock)
      }
    }
  }

  /// The same block by block: its weights are put in place, and multiplied at all points while they are in the cache.
  private func multiply(
    _ values: UnsafePointer<Float>, _ weights: FilterWeights, _ tiles: Tiles, _ count: Int,
    _ sums: UnsafeMutablePointer<Float>
  ) {
    let loops = ChosenLoops.current
    let allPoints = tiles.points * tiles.points
    // A line more than it takes: with powers of two between them all points would want the same places of the cache.
    let pointStep = (depth + 1) * filtersInBlock
    ThreadPool.shared.run(filters / filtersInBlock) { block in
      withScratch(allPoints * pointStep) { packed in
        pack(weights, block, loops, pointStep: pointStep, packed)
        for point in 0..<allPoints {
          multiply(
            values + point * count * depth, packed + point * pointStep, count, loops,
            sums + point * count * filters + block * filtersInBlock)
        }
      }
    }
  }

  /// The sums of one block at one point, for so many tiles.
  private func multiply(
    _ values: UnsafePointer<Float>, _ packed: UnsafePointer<Float>, _ count: Int, _ loops: any InnerLoops.Type,
    _ sums: UnsafeMutablePointer<Float>
  ) {
    let extents = ConvolutionExtents(
      outputWidth: count, outputCount: count, columnStep: depth, rowStep: 0, rows: 1, runs: 1, runLength: depth,
      tapRowStep: 0, runStep: 0, outputStep: filters, outputRowStep: 0)
    let zeros: (Lanes, Lanes) = (Lanes(), Lanes())
    withUnsafeBytes(of: zeros) { zeros in
      guard let zeros = zeros.baseAddress?.assumingMemoryBound(to: Float.self) else { return }
      loops.convolveTiles(
        extents, values, packed, zeros, sums, filters: filtersInBlock, isRectified: false, firstTile: 0,
        endTile: (count + outputsInTile - 1) / outputsInTile)
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
