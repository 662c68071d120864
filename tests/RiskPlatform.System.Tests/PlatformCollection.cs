namespace RiskPlatform.System.Tests;

/// <summary>The classes that ask one running platform and leave it as they found it, or further on.</summary>
[CollectionDefinition(nameof(PlatformCollection))]
public sealed class PlatformCollection : ICollectionFixture<Platform>;
