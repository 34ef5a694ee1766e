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
  VolumesScene.self,
  EdgeDetectionScene.self,
  ThreeAdvantagesScene.self,
  SparseConnectivityScene.self,
  SparseInteractionScene.self,
  ReceptiveFieldScene.self,
  ParameterSharingScene.self,
  EquivarianceScene.self,
  ThreeStagesScene.self,
  PoolingKindsScene.self,
  MaxPoolScene.self,
  ShiftInvarianceScene.self,
  PoolDownsamplingScene.self,
  StridedConvolutionScene.self,
  ZeroPaddingScene.self,
  ConnectionsScene.self,
  LocalConvolutionScene.self,
  AlexNetScene.self,
]

/// The walk through any network, which stands outside of the lecture's order.
public let networkWalk: any Scene.Type = WalkScene.self
