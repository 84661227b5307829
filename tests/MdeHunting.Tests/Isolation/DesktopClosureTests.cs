using Xunit;

namespace MdeHunting.Tests.Isolation;

/// <summary>
/// The edition for Windows PowerShell as far as files tell: each reference of each shipped assembly finds something to load. The handler of the module goes by
/// the simple name, so that a file of another version responses; it must not be an older one, which would lack what was compiled against.
/// </summary>
public sealed class DesktopClosureTests : IDisposable
{
    private readonly DesktopAssemblies _assemblies = new();

    public void Dispose() => _assemblies.Dispose();

    [Fact]
    public void Every_reference_is_answered_by_a_version_that_is_not_older()
    {
        var unanswered = _assemblies
            .Shipped.SelectMany(name => _assemblies.References(name).Select(reference => (name, reference)))
            .Where(one => _assemblies.Version(one.reference.Name!) is not { } version || version < one.reference.Version)
            .Select(one =>
                $"{one.name} wants {one.reference.Name} {one.reference.Version}, and there is {_assemblies.Version(one.reference.Name!)?.ToString() ?? "none"}"
            );

        Assert.NotEmpty(_assemblies.Shipped);
        Assert.Empty(unanswered);
    }

    /// <summary>Code of both versions would otherwise be two types of one name.</summary>
    [Fact]
    public void What_the_framework_has_an_older_one_of_only_forwards_to_it() => Assert.All(_assemblies.Newer, name => Assert.Empty(_assemblies.OwnTypes(name)));

    [Theory]
    [InlineData("MdeHunting")]
    [InlineData("MdeHunting.Service")]
    public void Every_type_and_member_that_our_own_code_names_is_there(string name) => Assert.Empty(_assemblies.Unresolved(name));
}
