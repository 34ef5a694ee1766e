import ArgumentParser
import ConvolutionEngine
import Lecture

/// A network by its name or in a file, on pictures of a size.
struct NetworkChoice {
  /// The name, or the path of the file.
  let word: String
  /// The picture's size as it was typed; `nil` keeps the network's own.
  let size: String?

  /// Refuses a word that names no network and no file, and a size that is none.
  func check() throws {
    guard Network.named(word) != nil || NetworkFile.isPath(word) else {
      throw noSuch("network", word, among: Network.names)
    }
    _ = try size.map(Self.sides)
  }

  /// The network.
  ///
  /// - Throws: an exit status after the sentence that says why there is none.
  func network() throws -> Network {
    do {
      let chosen = try Network.named(word) ?? NetworkFile.read(word)
      guard let size else { return chosen }
      let (height, width) = try Self.sides(of: size)
      return try chosen.on(Shape(height: height, width: width, channels: chosen.input.channels))
    } catch let error as NetworkFile.Failure {
      throw refuse(error.description)
    } catch let error as NetworkError {
      throw refuse("Pictures of \(size ?? "this size") do not go through \(word). \(error).")
    }
  }

  /// Reads the size of a picture.
  ///
  /// - Throws: `ValidationError` for anything but one number or two, from 1 to 16384.
  private static func sides(of text: String) throws -> (height: Int, width: Int) {
    let sides = text.split(omittingEmptySubsequences: false) { "xX×".contains($0) }.map { Int($0) }
    guard sides.count <= 2, let height = sides[0], let width = sides[sides.count - 1], (1...16_384).contains(height),
      (1...16_384).contains(width)
    else {
      throw ValidationError("A picture's size is a number from 1 to 16384, or two as 240x320; not “\(text)”.")
    }
    return (height, width)
  }
}
