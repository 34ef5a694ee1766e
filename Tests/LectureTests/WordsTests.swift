import CellCanvas
import Lecture
import Testing

@Suite struct WordsTests {
  @Test(arguments: [
    (0, "cell", "0 cells"), (1, "cell", "1 cell"), (9, "cell", "9 cells"), (1225, "weight", "1,225 weights"),
    (2, "box", "2 boxes"), (2, "class", "2 classes"), (3, "copy", "3 copies"), (3, "array", "3 arrays"),
    (2, "zero", "2 zeros"), (1, "batch", "1 batch"), (4, "batch", "4 batches"),
  ])
  func countsTakeTheirNouns(count: Int, noun: String, text: String) { #expect(counted(count, noun) == text) }

  @Test func nounsCanHaveFormsOfTheirOwn() {
    #expect(counted(2, "axis", many: "axes") == "2 axes")
    #expect([1, 2].map { counted($0, "unit", one: "a single") } == ["a single unit", "2 units"])
    #expect([1, 5].map { remaining($0, "place") } == ["last place", "5 places that are left"])
    #expect([1, 2].map(lastLines) == ["last row and column", "last 2 rows and columns"])
    #expect(nouns(1, "place in each of", many: "places in each of") == "place in each of")
    #expect(nouns(3, "place in each of", many: "places in each of") == "places in each of")
  }

  @Test func smallNumbersAreSpelled() {
    #expect(spelled(0, "cell") == "no cells")
    #expect(spelled(1, "ring") == "one ring")
    #expect(spelled(12, "row") == "twelve rows")
    #expect(spelled(13, "row") == "13 rows")
    #expect(capitalized(spelled(2, "ring")) == "Two rings")
  }

  @Test(arguments: [
    ("is", "is", "are"), ("are", "is", "are"), ("has", "has", "have"), ("does", "does", "do"), ("sees", "sees", "see"),
    ("see", "sees", "see"), ("reach", "reaches", "reach"), ("reaches", "reaches", "reach"),
    ("carries", "carries", "carry"), ("carry", "carries", "carry"), ("pass", "passes", "pass"),
    ("passes", "passes", "pass"),
    ("change", "changes", "change"), ("lies", "lies", "lie"), ("takes", "takes", "take"), ("it", "it", "they"),
    ("stays", "stays", "stay"), ("loses", "loses", "lose"),
  ])
  func verbsAgreeWithTheirCounts(form: String, one: String, many: String) {
    #expect(verb(1, form) == one)
    #expect(verb(0, form) == many)
    #expect(verb(7, form) == many)
  }

  @Test func timesAreNamed() {
    #expect([0, 1, 2, 3, 3025].map { times($0) } == ["0 times", "once", "twice", "3 times", "3,025 times"])
    #expect([7, 2.5, 3025.4, 1].map { factor($0) } == ["7", "2.5", "3,025", "1"])
  }

  @Test func portionsAreNamed() {
    let outputs = [(0, 4), (1, 4), (4, 4), (2, 2), (1, 1), (0, 1), (1, 2)].map { portion($0.0, of: $0.1, "output") }
    #expect(
      outputs == [
        "none of the 4 outputs", "1 of the 4 outputs", "all 4 outputs", "both outputs", "the only output",
        "no outputs", "1 of the 2 outputs",
      ])
  }

  @Test func placesHaveOrdinals() {
    #expect(
      [1, 2, 3, 12, 13, 21, 22, 23, 111, 112, 1101].map { ordinal($0) } == [
        "first", "second", "third", "twelfth", "13th", "21st", "22nd", "23rd", "111th", "112th", "1,101st",
      ])
    #expect(ranged("row", 3...3) == "row 3")
    #expect(ranged("row", 3...4) == "rows 3 and 4")
    #expect(ranged("row", 2...4) == "rows 2 to 4")
  }

  @Test func namesAreListed() {
    #expect(listed([String]()) == "none")
    #expect(listed(["a"]) == "a")
    #expect(listed(["a", "b"]) == "a and b")
    #expect(listed(["a", "b", "c"], "or") == "a, b or c")
    let styled = listed([.input("a"), .kernel("b"), .output("c")], "or")
    #expect(styled.plain == "a, b or c")
    #expect(styled == .input("a") + ", " + .kernel("b") + " or " + .output("c"))
  }

  @Test func sizesHaveTheirSigns() {
    #expect(sides(28, 28, 8) == "28 × 28 × 8")
    #expect(sides(1024) == "1,024")
    #expect(product(28, 28, 8, 75) == "28·28·8·75")
  }

  @Test func countsHaveTheColourOfWhatTheyCount() {
    #expect(StyledText.counted(1, "weight", .kernel) == .kernel("1") + .muted(" weight"))
    #expect(StyledText.counted(25, "weight", .kernel).plain == "25 weights")
  }
}
