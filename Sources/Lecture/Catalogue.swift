/// The scenes of the lecture, in order. A new scene is one file and one line here.
public let catalogue: [any Scene.Type] = [
  TitleScene.self,
  GridDataScene.self,
  NoisySensorScene.self,
  DiscreteConvolutionScene.self,
  FlipOrNotScene.self,
  SymbolicConvolutionScene.self,
  SlidingKernelScene.self,
  StrideScene.self,
  ChannelsScene.self,
  SparseInteractionScene.self,
  SparseConnectivityScene.self,
  ReceptiveFieldScene.self,
  ParameterSharingScene.self,
  MaxPoolScene.self,
  ShiftInvarianceScene.self,
  AlexNetScene.self,
]
