using Xunit;

namespace MdeHunting.TestKit;

/// <summary>One lab for the tests of a class that leave its clock and its faults alone.</summary>
public sealed class SharedLab : IAsyncLifetime
{
    public TestLab Lab { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Lab = await TestLab.StartAsync();

    public ValueTask DisposeAsync() => Lab.DisposeAsync();
}
