using System.Xml.Linq;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Views;

/// <summary>
/// What the cmdlets return, by their help: the attribute of a cmdlet whose parameters choose its output has one name for all, by which Tab completes.
/// </summary>
internal static class DeclaredOutputs
{
    /// <summary>The names of the types.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. XDocument
            .Load(Path.Combine(ModuleSetup.PackageFolder, "en-US", "MdeHunting.dll-Help.xml"))
            .Descendants()
            .Where(element => element.Name.LocalName == "returnValue")
            .SelectMany(value => value.Descendants().Where(element => element.Name.LocalName == "name"))
            .Select(name => name.Value)
            .Where(name => name != "None")
            .Distinct(),
    ];
}
