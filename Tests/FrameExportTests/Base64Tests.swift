import Foundation
import FrameExport
import Testing

@Suite struct Base64Tests {
  @Test(arguments: ["", "f", "fo", "foo", "foob"]) func lettersAreThoseOfTheStandard(text: String) {
    #expect(base64(Array(text.utf8)) == Data(text.utf8).base64EncodedString())
  }
}
