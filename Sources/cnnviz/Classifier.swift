import CellCanvas
import ConvolutionEngine
import Lecture

/// A network that gives names to pictures.
struct Classifier {
  /// What the network is called.
  let name: String
  /// The names of its classes.
  let classes: [String]
  private let answer: (Picture) -> [Float]

  /// A network with the weights inside of the program, or with those of a file.
  ///
  /// - Throws: an exit status after the sentence that says why there is none.
  init(network: String, weights: String?, labels: String?) throws {
    do {
      let names = try labels.map { try ClassNames.read($0) }
      var classes: [String]
      if network == "photos" {
        let photos = try weights.map { try TrainedPhotos(at: $0) } ?? .carried
        classes = photos.classes
        answer = { photos.probabilities(of: photos.input($0)) }
      } else if network == "digits" {
        let digits = try weights.map { try TrainedDigits(at: $0) } ?? .carried
        classes = (0..<10).map(String.init)
        answer = { digits.probabilities(of: $0.input(of: digits.network, isStandardized: false)) }
      } else {
        guard let weights else {
          throw refuse(
            "\(network) has no weights inside of the program; name a file with --weights, or take photos or digits.")
        }
        let chosen = try NetworkChoice(word: network, size: nil).network()
        let file = try Safetensors(path: weights)
        let parameters = try SafetensorsWeights(file, for: chosen)
        let prepared = PreparedNetwork(chosen, weights: parameters)
        if let failure = parameters.failure { throw failure }
        let count = chosen.stages[chosen.stages.count - 1].output.count
        classes = (0..<count).map { "class \($0)" }
        let endsInSoftmax = chosen.scoresStage < chosen.stages.count - 1
        answer = { picture in
          let result = prepared(picture.input(of: chosen, isStandardized: true))
          return endsInSoftmax ? result.values : Softmax()(Tensor(Shape(vector: count), values: result.values)).values
        }
      }
      if let names {
        guard names.count == classes.count else {
          throw refuse(
            "“\(labels ?? "")” does not fit: there are \(names.count) names for \(classes.count) classes.",
            status: .failure)
        }
        classes = names
      }
      self.classes = classes
      name = network
    } catch let error as SafetensorsError {
      throw refuse("\(error).", status: .failure)
    } catch let error as TextFile.Failure {
      throw refuse(error.description, status: .failure)
    }
  }

  /// The probability of each class.
  func probabilities(of picture: Picture) -> [Float] { answer(picture) }
}

extension Picture {
  /// Its middle, as large as a network wants it.
  fileprivate func input(of network: Network, isStandardized: Bool) -> Tensor {
    let shape = network.input
    let seen =
      isStandardized && shape.width == shape.height
      ? tested(side: shape.width)
      : croppedToProportions(width: shape.width, height: shape.height)
        .resized(width: shape.width, height: shape.height)
    return seen.tensor(channels: shape.channels, isStandardized: isStandardized)
  }
}

/// The names of classes in a file, one a line.
enum ClassNames {
  static func read(_ path: String) throws -> [String] {
    let text = try TextFile.text(of: path, nature: "labels are a text with one class a line")
    var names = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    while names.last?.isEmpty ?? false { names.removeLast() }
    return names
  }
}
