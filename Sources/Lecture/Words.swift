public import CellCanvas

// The small parts of sentences, so that a caption is right for every number that a knob can bring:
//
//     "\(counted(kernel, "weight")) \(verb(kernel, "is")) used \(times(places))"    1 weight is used twice
//     "\(listed(["x2", "x3", "x4"])) \(verb(3, "reach")) s3"                          x2, x3 and x4 reach s3
//     "\(portion(5, of: 5, "output")) \(verb(5, "change"))"                           all 5 outputs change
//     "\(capitalized(spelled(2, "ring"))) of zeros"                                   Two rings of zeros
//     StyledText.counted(9, "weight", .kernel) + .muted(" used ") + .active(times(25))

// MARK: Counts

/// A number and the noun that it counts: 1 cell, 9 cells, 1,225 weights, 2 boxes, 3 copies.
///
/// - Parameters:
///   - many: the noun for several, where it is not formed by rule: `counted(2, "axis", many: "axes")`.
///   - one: what stands for 1 where a digit would be too little: `counted(kernel, "weight", one: "a single")`.
public func counted(_ count: Int, _ noun: String, many: String? = nil, one: String = "1") -> String {
  (count == 1 ? one : NumberText.integer(count)) + " " + nouns(count, noun, many: many)
}

/// A noun as it stands behind a number that is written elsewhere: cell behind 1, cells behind every other.
public func nouns(_ count: Int, _ noun: String, many: String? = nil) -> String {
  count == 1 ? noun : many ?? plural(of: noun)
}

/// A number in words, from no to twelve, as the beginning of a sentence or the middle of one has it; in digits beyond.
public func spelled(_ count: Int) -> String {
  numerals.indices.contains(count) ? numerals[count] : NumberText.integer(count)
}

/// A number in words and the noun that it counts: no cells, one cell, twelve cells, 13 cells.
public func spelled(_ count: Int, _ noun: String, many: String? = nil) -> String {
  spelled(count) + " " + nouns(count, noun, many: many)
}

/// A verb as it stands behind a count, from its form behind one or behind many:
/// is and are, has and have, does and do, sees and see, reaches and reach, carries and carry.
public func verb(_ count: Int, _ verb: String) -> String {
  let irregular = [("is", "are"), ("was", "were"), ("has", "have"), ("does", "do"), ("goes", "go"), ("it", "they")]
  if let pair = irregular.first(where: { $0.0 == verb || $0.1 == verb }) { return count == 1 ? pair.0 : pair.1 }
  let many = infinitive(of: verb)
  return count == 1 ? plural(of: many) : many
}

/// How often something happens: 0 times, once, twice, 3 times.
public func times(_ count: Int) -> String {
  switch count {
  case 1: "once"
  case 2: "twice"
  default: NumberText.integer(count) + " times"
  }
}

/// By how much one amount exceeds another, with a decimal where it is no whole number and small: 7, 2.5, 3,025.
public func factor(_ value: Double) -> String {
  value == value.rounded() || value >= 1000
    ? NumberText.integer(Int(value.rounded())) : NumberText.fixed(value, decimals: 1)
}

/// So many of all there are: none of the 4 outputs, 1 of the 4 outputs, both outputs, all 4 outputs, the only output.
public func portion(_ part: Int, of whole: Int, _ noun: String, many: String? = nil) -> String {
  switch (part, whole) {
  case (1, 1): "the only \(noun)"
  case (2, 2): "both \(nouns(2, noun, many: many))"
  case (0, 1): "no \(nouns(0, noun, many: many))"
  case (0, _): "none of the \(counted(whole, noun, many: many))"
  case (whole, _): "all \(counted(whole, noun, many: many))"
  default: "\(NumberText.integer(part)) of the \(counted(whole, noun, many: many))"
  }
}

/// What is left to do: last place, 5 places that are left.
public func remaining(_ count: Int, _ noun: String, many: String? = nil) -> String {
  count == 1 ? "last \(noun)" : "\(counted(count, noun, many: many)) that are left"
}

// MARK: Order and place

/// The place in an order, from 1: first, second … twelfth, 13th, 21st.
public func ordinal(_ place: Int) -> String {
  let words = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
  ]
  if words.indices.contains(place - 1) { return words[place - 1] }
  let ending = (11...13).contains(place % 100) ? "th" : [1: "st", 2: "nd", 3: "rd"][place % 10] ?? "th"
  return NumberText.integer(place) + ending
}

/// Neighbouring places of one kind by their numbers: row 3, rows 3 and 4, rows 2 to 4.
public func ranged(_ noun: String, _ places: ClosedRange<Int>, many: String? = nil) -> String {
  let (first, last) = (NumberText.integer(places.lowerBound), NumberText.integer(places.upperBound))
  let name = nouns(places.count, noun, many: many)
  return places.count == 1 ? "\(name) \(first)" : "\(name) \(first) \(places.count == 2 ? "and" : "to") \(last)"
}

/// The lines at the lower and right border of a grid, as many of either: last row and column, last 2 rows and columns.
public func lastLines(_ count: Int) -> String {
  count == 1 ? "last row and column" : "last \(NumberText.integer(count)) rows and columns"
}

// MARK: Lists

/// Names in a row: “s2”, “s2 and s3”, “s2, s3 and s4”, or with another word before the last: “text, svg or json”.
public func listed(_ names: [String], _ conjunction: String = "and") -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "none" }
  return names.dropLast().joined(separator: ", ") + " \(conjunction) " + last
}

/// Styled names in a row, the words between them in the ink of the place where they stand.
public func listed(_ names: [StyledText], _ conjunction: String = "and") -> StyledText {
  guard let last = names.last, names.count > 1 else { return names.first ?? "none" }
  return StyledText.joined(Array(names.dropLast()), separator: ", ") + StyledText(" \(conjunction) ") + last
}

// MARK: Sizes

/// A size by its sides, height × width × depth: 28 × 28, 28 × 28 × 8.
public func sides(_ sides: Int...) -> String { sides.map(NumberText.integer).joined(separator: " × ") }

/// A product of numbers: 28·28·8·75.
public func product(_ factors: Int...) -> String { factors.map(NumberText.integer).joined(separator: "·") }

// MARK: Sentences

/// A sentence's beginning with a capital letter.
public func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

extension StyledText {
  /// A number in the colour of what it counts, and the noun in that of second rank: 1 weight, 9 weights.
  public static func counted(_ count: Int, _ noun: String, many: String? = nil, _ role: Role) -> StyledText {
    .strong(NumberText.integer(count), role) + .muted(" " + nouns(count, noun, many: many))
  }
}

// MARK: English

private let numerals = [
  "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
]

/// A noun for several, and a verb behind one, by the same rule: cells, boxes, copies, arrays.
private func plural(of word: String) -> String {
  if ["s", "x", "z", "ch", "sh"].contains(where: word.hasSuffix) { return word + "es" }
  if word.hasSuffix("y"), let before = word.dropLast().last, !"aeiou".contains(before) {
    return word.dropLast() + "ies"
  }
  return word + "s"
}

/// The inverse for verbs: see of sees, reach of reaches, carry of carries; what has no ending is the infinitive itself.
private func infinitive(of verb: String) -> String {
  if verb.hasSuffix("ies"), verb.count > 4 { return verb.dropLast(3) + "y" }
  if verb.hasSuffix("es"), ["ss", "x", "zz", "ch", "sh"].contains(where: verb.dropLast(2).hasSuffix) {
    return String(verb.dropLast(2))
  }
  return verb.hasSuffix("s") && !verb.hasSuffix("ss") ? String(verb.dropLast()) : verb
}
