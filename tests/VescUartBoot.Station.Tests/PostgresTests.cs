namespace VescUartBoot.Station.Tests;

/// <summary>The tests on one PostgreSQL server.</summary>
[CollectionDefinition(PostgresServer.Collection, DisableParallelization = true)]
public sealed class PostgresTests : ICollectionFixture<PostgresServer>;
