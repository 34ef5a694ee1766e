import CellCanvas

/// A number and the noun that it counts, as a sentence has them: 1 cell, 9 cells, 1,225 weights.
func counted(_ count: Int, _ noun: String) -> String {
  "\(NumberText.integer(count)) \(noun)\(count == 1 ? "" : "s")"
}
