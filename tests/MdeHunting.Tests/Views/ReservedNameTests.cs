using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MdeHunting.Rows;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>Whoever names a column (<c>bag_unpack</c> takes names from the data) cannot take the place of what the views ask a row for.</summary>
public sealed partial class ReservedNameTests : IDisposable
{
    private const string Hostile = "\u001b]0;owned\u0007";

    // What PowerShell knows of every object, and what remoting adds to one.
    private static readonly string[] OfPowerShell =
    [
        "PSObject",
        "PSTypeNames",
        "PSBase",
        "PSAdapted",
        "PSExtended",
        "PSStandardMembers",
        "ToString",
        "PSComputerName",
        "PSShowComputerName",
        "RunspaceId",
        "PSSourceJobInstanceId",
    ];

    private readonly Shell _shell = new();

    public static TheoryData<string> Names()
    {
        var format = XDocument.Load(Path.Combine(ModuleSetup.PackageFolder, "Views", "MdeHunting.Format.ps1xml"));
        var types = XDocument.Load(Path.Combine(ModuleSetup.PackageFolder, "Views", "MdeHunting.Types.ps1xml"));
        var ofRows = format.Descendants("View").Where(view => view.Descendants("TypeName").Any(name => name.Value == RowShape.TypeName));
        var asked = ofRows.Concat(format.Descendants("Control")).SelectMany(view => Member().Matches(view.Value)).Select(match => match.Groups[1].Value);
        var given = types
            .Descendants("Type")
            .Where(type => type.Element("Name")!.Value == RowShape.TypeName)
            .Elements("Members")
            .Elements()
            .Select(member => member.Element("Name")!.Value);
        return [.. asked.Concat(given).Concat(OfPowerShell).SelectMany(name => new[] { name, name.ToUpperInvariant(), name.ToLowerInvariant() }).Distinct()];
    }

    public void Dispose() => _shell.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_column_of_that_name_takes_no_place_of_the_views(string name)
    {
        var row = Row([name], [Hostile]);
        var remote = Row([name, "PSComputerName", "PSShowComputerName"], [Hostile, Hostile, true]);

        _shell.Run("$args | Out-Default", row, remote).ThrowIfFailed();

        Assert.Equal($"{name}_2", Assert.Single(row.Properties).Name);
        Assert.Equal(Hostile, row.Properties[$"{name}_2"].Value);
        Assert.Equal(3, Regex.Count(_shell.Screen.Text, @"<U\+001B>\]0;owned<U\+0007>"));
        Assert.DoesNotContain('\u001b', _shell.Screen.Text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_member_of_that_name_is_in_its_objects_text(string name)
    {
        var row = Row(["Bag"], [new DynamicObjects().CreateObject([name, "other"], ["value", 1L])]);

        Assert.Equal($$"""{"{{name}}":"value","other":1}""", row.Properties["Bag"].Value.ToString());
    }

    private static PSObject Row(string[] names, object?[] cells) =>
        new RowShape([.. names.Select(name => new MdeHuntingColumn(name, "String"))]).CreateRow(cells);

    [GeneratedRegex(@"\$_\.(\w+)")]
    private static partial Regex Member();
}
