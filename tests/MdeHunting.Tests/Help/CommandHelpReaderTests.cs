using System.Management.Automation;
using MdeHunting.Module.Help;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>How documentation comments become help.</summary>
public sealed class CommandHelpReaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    /// <summary>Stands for a cmdlet of the module; its documentation is what a test gives.</summary>
    [Cmdlet(VerbsDiagnostic.Test, "Sample", SupportsShouldProcess = true, DefaultParameterSetName = "Second")]
    [OutputType(typeof(Uri), typeof(string))]
    public sealed class TestSampleCommand : PSCmdlet
    {
        [Parameter(Mandatory = true, Position = 1, ParameterSetName = "First")]
        [Parameter(Position = 0, ParameterSetName = "Second", ValueFromPipeline = true)]
        [Alias("Name")]
        [SupportsWildcards]
        public string?[]? Path { get; set; }

        [Parameter(ParameterSetName = "First")]
        [ValidateSet("Low", "High")]
        public string Level { get; set; } = "Low";

        [Parameter]
        public DateTime? Until { get; set; }

        [Parameter]
        public ConsoleColor Color { get; set; } = ConsoleColor.Red;

        [Parameter]
        public int Limit { get; set; }
    }

    /// <summary>Has a parameter that is mandatory by default, and another one that is so in the only set that has it.</summary>
    [Cmdlet(VerbsDiagnostic.Test, "Sets", DefaultParameterSetName = "Usual")]
    public sealed class TestSetsCommand : PSCmdlet
    {
        [Parameter(Mandatory = true, ParameterSetName = "Usual")]
        [Parameter(ParameterSetName = "Other")]
        public string? Tenant { get; set; }

        [Parameter(Mandatory = true, ParameterSetName = "Other")]
        public string? Token { get; set; }
    }

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_parameter_is_required_that_is_so_by_default_or_wherever_it_can_be_given()
    {
        var name = typeof(TestSetsCommand).FullName!.Replace('+', '.');
        string[] members = [$"T:{name}", $"P:{name}.Tenant", $"P:{name}.Token"];
        File.WriteAllText(
            _file,
            $"<doc><members>{string.Concat(members.Select(member => $"<member name=\"{member}\"><summary>What.</summary></member>"))}</members></doc>"
        );

        var help = new CommandHelpReader(typeof(TestSetsCommand).Assembly, DocumentationFile.Load(_file), "https://example.org")
            .ReadAll()
            .Single(one => one.Name == "Test-Sets");

        Assert.Equal(["Tenant True", "Token True"], help.Parameters.Select(parameter => $"{parameter.Name} {parameter.IsMandatory}"));
    }

    [Fact]
    public void What_PowerShell_knows_of_parameters_comes_from_the_class()
    {
        var help = Read(string.Empty, "Where from.");

        var path = help.Parameters.Single(parameter => parameter.Name == "Path");
        Assert.Equal(
            ("String[]", false, "True (ByValue)", true, "Name"),
            (path.TypeName, path.IsMandatory, path.Pipeline, path.TakesWildcards, Assert.Single(path.Aliases))
        );
        Assert.Equal(["Where from."], path.Description);
        Assert.Equal(["Path", "Until", "Color", "Limit", "WhatIf", "Confirm"], help.Syntax[0].Select(parameter => parameter.Name));
        Assert.Equal(
            (0, false, 1, true),
            (help.Syntax[0][0].Position, help.Syntax[0][0].IsMandatory, help.Syntax[1][0].Position, help.Syntax[1][0].IsMandatory)
        );
        Assert.Equal(("Low", "Low High"), (Of("Level").Default, string.Join(' ', Of("Level").Values)));
        Assert.Equal(("DateTime", null), (Of("Until").TypeName, Of("Until").Default));
        Assert.Equal(("Red", 16), (Of("Color").Default, Of("Color").Values.Count));
        Assert.Null(Of("Limit").Default);
        Assert.True(Of("WhatIf").IsSwitch);
        Assert.All(help.Parameters.Where(parameter => parameter.Name is "WhatIf" or "Confirm"), parameter => Assert.Single(parameter.Description));

        ParameterHelp Of(string name) => help.Parameters.Single(parameter => parameter.Name == name);
    }

    [Fact]
    public void Text_is_plain_and_references_are_called_as_a_reader_calls_them()
    {
        var help = Read(
            """
            <summary>
                Tests  a
                sample.
            </summary>
            <remarks>
                Loose, before.
                <para>With <see cref="P:{0}.Path"/> of <see cref="T:{0}"/>, <see cref="P:System.Uri.Host"/>, <see langword="null"/> and <c>code</c>.</para>
                <list type="bullet"><item><term>a</term><description>b</description></item></list>
            </remarks>
            <permission>None.</permission>
            <output type="System.String">A text.</output>
            <seealso cref="T:{0}"/>
            <seealso href="https://example.com">A page</seealso>
            """
        );

        Assert.Equal("Tests a sample.", help.Synopsis);
        Assert.Equal(["Loose, before.", "With -Path of Test-Sample, Host, null and code.", "- a b"], help.Description);
        Assert.Equal(["None."], help.Notes);
        Assert.Equal([("System.Uri", ""), ("System.String", "A text.")], help.Outputs.Select(output => (output.Name, output.Description)));
        Assert.Equal([("Test-Sample", null), ("A page", "https://example.com")], help.Links.Skip(1).Select(link => (link.Text, link.Address)));
    }

    [Fact]
    public void An_example_keeps_its_lines_and_loses_their_common_indentation()
    {
        var help = Read(
            """
            <example>
                Do it
                <code>
                    Test-Sample 'a |

                        b'
                </code>
                <para>Why.</para>
            </example>
            """
        );

        var example = Assert.Single(help.Examples);
        Assert.Equal(("Do it", "Test-Sample 'a |\n\n    b'"), (example.Title, example.Code));
        Assert.Equal(["Why."], example.Remarks);
    }

    [Fact]
    public void An_example_without_code_stops_the_build() =>
        Assert.Contains("Do it", Assert.Throws<InvalidDataException>(() => Read("<example>Do it</example>")).Message);

    private CommandHelp Read(string comment, string path = "")
    {
        var name = typeof(TestSampleCommand).FullName!.Replace('+', '.');
        File.WriteAllText(
            _file,
            $"""
            <doc><members>
            <member name="T:{name}">{comment.Replace("{0}", name, StringComparison.Ordinal)}</member>
            <member name="P:{name}.Path"><summary>{path}</summary></member>
            </members></doc>
            """
        );
        return new CommandHelpReader(typeof(TestSampleCommand).Assembly, DocumentationFile.Load(_file), "https://example.org")
            .ReadAll()
            .Single(help => help.Name == "Test-Sample");
    }
}
