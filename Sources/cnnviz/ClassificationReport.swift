import CellCanvas
import ConvolutionEngine
import JSONText
import Photos

/// What a network says of some pictures, and how often it is right where that is known.
struct ClassificationReport {
  private let classifier: Classifier
  private var answers: [Answer] = []
  private var examination: PhotoExamination

  private struct Answer {
    let picture: PictureToClassify
    /// The best classes with their probabilities, the best first.
    let best: [(label: Int, probability: Float)]
  }

  /// How many answers are given for a picture.
  private static let bestCount = 3
  /// More pictures are not listed one by one where it can be said how many are right.
  private static let mostListed = 40
  /// More classes make no table of confusions.
  private static let mostInTable = 12

  init(classifier: Classifier) {
    self.classifier = classifier
    examination = PhotoExamination(classes: classifier.classes.count)
  }

  mutating func add(_ picture: PictureToClassify, _ probabilities: [Float]) {
    // Of equal ones the first.
    let order = probabilities.indices.sorted {
      (probabilities[$1], $0) < (probabilities[$0], $1)
    }
    let best = order.prefix(Self.bestCount).map { ($0, probabilities[$0]) }
    answers.append(Answer(picture: picture, best: best))
    if let label = picture.label, let first = best.first { examination.add(label, takenFor: first.0) }
  }

  // MARK: Text

  /// Tables for people.
  var text: String {
    let known = examination.count
    var text = known > Self.mostListed ? "" : list
    if known > 0 {
      let right = examination.confusion.indices.reduce(0) { $0 + examination.confusion[$1][$1] }
      text +=
        (text.isEmpty ? "" : "\n")
        + "\(NumberText.integer(right)) of \(NumberText.integer(known)) are taken for what they "
        + "are: \(percent(examination.accuracy))\n\n" + classTable
      if classifier.classes.count <= Self.mostInTable { text += "\n" + confusionTable }
      if known > Self.mostListed { text += "\nWhat each picture is taken for, --json says.\n" }
    }
    return text
  }

  private var list: String {
    var table = TextTable(["picture", "taken for", "", ">probability"])
    for answer in answers {
      for (place, best) in answer.best.enumerated() {
        table.add([
          place == 0 ? answer.picture.path : "", classifier.classes[best.label], Self.bar(best.probability),
          NumberText.fixed(100 * Double(best.probability), decimals: 1) + " %",
        ])
      }
    }
    return table.text
  }

  /// A probability as a bar of up to twenty cells.
  private static func bar(_ probability: Float) -> String {
    let eighths = Int((160 * probability).rounded())
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + part
  }

  private var classTable: String {
    var table = TextTable(["class", ">pictures", ">right", "", "most often taken for"])
    for (label, part) in examination.accuracies.enumerated() {
      guard let part else { continue }
      let row = examination.confusion[label]
      let wrong = row.indices.filter { $0 != label && row[$0] > 0 }.max { row[$0] < row[$1] }
      table.add([
        classifier.classes[label], NumberText.integer(row.reduce(0, +)), percent(part), Self.bar(Float(part)),
        wrong.map { "\(classifier.classes[$0]) (\(NumberText.integer(row[$0])))" } ?? "",
      ])
    }
    return table.text
  }

  private var confusionTable: String {
    let heads = classifier.classes.map { ">" + $0.prefix(6) }
    var table = TextTable(["is \\ taken for"] + heads)
    for (label, row) in examination.confusion.enumerated() where row.contains(where: { $0 > 0 }) {
      table.add([classifier.classes[label]] + row.map { $0 == 0 ? "·" : NumberText.integer($0) })
    }
    return table.text
  }

  // MARK: JSON

  /// All of it, for programs.
  var json: JSON {
    let pictures = answers.map { answer -> JSON in
      let best = answer.best.map { best -> JSON in
        .object([
          .init("class", .string(classifier.classes[best.label])),
          .init("probability", .number(Double(best.probability))),
        ])
      }
      let label = answer.picture.label.map { [JSON.Member("class", .string(classifier.classes[$0]))] } ?? []
      return .object([.init("file", .string(answer.picture.path))] + label + [.init("answers", .array(best))])
    }
    var members: [JSON.Member] = [.init("network", .string(classifier.name))]
    if examination.count > 0 {
      let classes = zip(classifier.classes, examination.accuracies).enumerated().map { label, facts -> JSON in
        .object([
          .init("name", .string(facts.0)), .init("pictures", .integer(examination.confusion[label].reduce(0, +))),
          .init("accuracy", facts.1.map { .number($0) } ?? .null),
        ])
      }
      members += [
        .init("accuracy", .number(examination.accuracy)), .init("classes", .array(classes)),
        .init("confusion", .array(examination.confusion.map { .array($0.map { .integer($0) }) })),
      ]
    }
    return .object(members + [.init("pictures", .array(pictures))])
  }
}
