namespace MdeHunting.Tests;

public class SkeletonTests
{
    [Xunit.Fact]
    public void Runs() => Xunit.Assert.True(File.Exists(Path.Combine("/", "etc", "hosts")));
}
