import CellCanvas
import ConvolutionEngine

// The picture that goes in, and what is said of what is pointed at.

extension NetworkFigure {
  /// The whole network in blocks, and beneath it the picture that runs through it, beside facts about both.
  func drawInput(_ picture: Picture, facts: [(String, String)], in canvas: inout Canvas) {
    let (head, body) = canvas.bounds.splitTop(1)
    Self.drawHead(.input("input"), right: .input(network.input.text), in: &canvas, head)
    let isLarge = body.rows >= 24
    let (blocks, rest) = body.splitTop(isLarge ? body.rows * 2 / 5 : 6)
    drawBlocks(
      upTo: parts.count - 1, rising: 1, in: &canvas, blocks.inset(rows: isLarge ? 1 : 0), isEven: true)
    let side = min(2 * (rest.rows - 1), rest.columns / 2)
    guard side > 1 else { return }
    let drawn = picture.pixels(width: side, height: side)
    let place = Point(column: rest.column, row: rest.row + 1)
    drawn.draw(in: &canvas, at: place)
    for (offset, fact) in facts.enumerated() where place.row + offset < rest.endRow {
      let column = place.column + side + 4
      guard column + 14 + fact.1.count <= canvas.size.columns else { continue }
      canvas.write(.muted(fact.0), column: column, row: place.row + offset)
      canvas.write(StyledText(fact.1), column: column + 14, row: place.row + offset)
    }
  }

  /// What is said of a part: why it is there, with how much of the picture its units see.
  func caption(of part: WalkPart) -> StyledText {
    let sight = part.last.sees(of: network.input)
    let all = sides(network.input.height, network.input.width)
    return part.caption(
      sees: sight.isEverything ? "all \(all) pixels" : "\(sight.text) of \(all) pixels",
      share: NumberText.share(part.parameters, of: network.parameters))
  }

  /// What is said of something that is pointed at, while a part is shown; `nil` where there is nothing to say.
  func remark(on target: Target, in part: WalkPart?) -> Remark? {
    switch target.grid {
    case Self.blocksName where parts.indices.contains(target.column - 1):
      let pointed = parts[target.column - 1]
      return Remark(caption: caption(of: pointed), formula: pointed.formula)
    case Self.boxesName:
      guard let part, target.column > 0 else { return nil }
      let held = part.graph(name: target.grid).stages
      guard held.indices.contains(target.column - 1) else { return nil }
      let stage = network.stages[held[target.column - 1]]
      return Remark(caption: WalkPart.summary(of: stage), formula: stage.formulaLines)
    case Self.mapsName, Self.unitsName:
      guard let part else { return nil }
      let index = part.indices.upperBound - 1
      guard let result = pass.result(of: index) else { return nil }
      return Remark(
        caption: target.grid == Self.mapsName
          ? WalkPart.describe(channel: target.column, of: network.stages[index], result.maps)
          : WalkPart.describe(units: target.row..<target.column, of: network.stages[index], result.maps))
    default: return nil
    }
  }
}
