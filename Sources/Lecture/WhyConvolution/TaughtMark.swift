import ConvolutionEngine

/// A sheet of marks, and a detector that is taught, in a strip of it, to answer to one kind of mark.
///
/// Its answer to a mark follows from the cells under it alone, so that it is the same wherever the mark stands.
struct TaughtMark: Sendable {
  /// 1 where there is ink.
  let sheet: Tensor
  /// How many columns at the left are taught.
  let taught: Int
  /// The centres of the marks that are to be answered to; the first is in the taught strip.
  let marks: [GridPlace]
  /// What was learned, one filter for all places: a kernel and a bias.
  let fit: DetectorFit
  /// What it answers at every place of the sheet, 0...1.
  let shared: Tensor
  /// What a layer answers that was taught the same, but has a filter of its own for each place: 1/2 where none was taught.
  let unshared: Tensor

  /// The side of a kernel.
  static let side = 3
  private static let (rounds, rate): (Int, Float) = (100, 0.3)

  /// Computed once: it depends on no knob.
  static let example = TaughtMark(
    rows: [
      "........................",
      "........................",
      "..x.....o.....x.....+...",
      "........................",
      "........................",
      "........................",
      "........................",
      "....+.....x.....o....x..",
      "........................",
      "........................",
      "........................",
      "........................",
      "..o....+....x.....o.....",
      "........................",
      "........................",
      "........................",
      "........................",
      "....+....x.....+....x...",
      "........................",
      "........................",
    ], taught: 7)

  /// Letters stand for marks of 3 × 3 cells around them.
  private init(rows: [String], taught: Int) {
    let size = Shape(height: rows.count, width: rows[0].count)
    let shapes: [Character: [String]] = [
      "x": ["#.#", ".#.", "#.#"], "+": [".#.", "###", ".#."], "o": ["###", "#.#", "###"],
    ]
    var sheet = Tensor(size, repeating: 0)
    var marks: [GridPlace] = []
    for (row, line) in rows.enumerated() {
      for (column, letter) in line.enumerated() {
        guard let shape = shapes[letter] else { continue }
        if letter == "x" { marks.append(GridPlace(row: row, column: column)) }
        for (down, cells) in shape.enumerated() {
          for (across, cell) in cells.enumerated() where cell == "#" {
            sheet[row + down - 1, column + across - 1] = 1
          }
        }
      }
    }
    self.sheet = sheet
    self.taught = taught
    self.marks = marks.sorted { $0.column < $1.column }
    let border = Self.side / 2
    var wanted = Tensor(Shape(height: size.height - 2 * border, width: size.width - 2 * border), repeating: 0)
    for mark in marks { wanted[mark.row - border, mark.column - border] = 1 }
    let strip = wanted.shape.height
    fit = DetectorFit(
      input: sheet.part(rows: 0..<size.height, columns: 0..<taught),
      wanted: wanted.part(rows: 0..<strip, columns: 0..<taught - 2 * border), rounds: Self.rounds, rate: Self.rate)
    shared = fit.answers(on: sheet)
    // A filter of its own learns from its own place alone. Many places look alike and learn alike.
    var unshared = Tensor(wanted.shape, repeating: 0.5)
    var known: [Tensor: Float] = [:]
    for row in 0..<strip {
      for column in 0..<taught - 2 * border {
        let window = sheet.part(rows: row..<row + Self.side, columns: column..<column + Self.side)
        let answer =
          known[window]
          ?? DetectorFit(
            input: window, wanted: wanted.part(rows: row..<row + 1, columns: column..<column + 1), rounds: Self.rounds,
            rate: Self.rate
          ).answers(on: window).values[0]
        known[window] = answer
        unshared[row, column] = answer
      }
    }
    self.unshared = unshared
  }
}

extension Tensor {
  /// Some rows and columns of the first channel.
  fileprivate func part(rows: Range<Int>, columns: Range<Int>) -> Tensor {
    Tensor(
      Shape(height: rows.count, width: columns.count), values: rows.flatMap { row in columns.map { self[row, $0] } })
  }
}
