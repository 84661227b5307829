using System.Management.Automation.Language;
using CsCheck;
using MdeHunting.Commands.Prompt;
using MdeHunting.Kql.Writing;
using MdeHunting.Pipeline;
using Xunit;

namespace MdeHunting.Tests.Commands.Prompt;

/// <summary>What the key handler writes into a line stays within the string that the cursor is in, and is the text that was meant.</summary>
public class PromptLineTests
{
    // The bar is the cursor.
    private static readonly string[] Strings =
    [
        "'T | where ¦'",
        "'T | where ¦",
        "\u2018T | where ¦\u2019",
        "\u201bT ''x\u2019\u2019 ¦ and y'",
        "\"T | where ¦\"",
        "\u201eT `\"x`\" ¦ `$z\u201c",
        "\"T | where ¦ == '$x'\"",
        "\"T $(f 'a') | where ¦",
        "@'\nT | where ¦\n'@",
        "@'\r\n¦\r\n'@",
        "@\"\nT | where ¦\n\"@",
        "@\"\n$x | where $(1) ¦ `$z\n\"@",
        "@\"\n¦\n\"@",
        "@'\nT | where ¦",
        "@\u2018\nT ¦\n\u2019@",
        "@\u201c\nT ¦\n\u201d@",
    ];

    private static readonly (string Before, string Behind)[] Lines =
    [
        ("", ""),
        ("$q = ", ""),
        ("f -Query:", ""),
        ("f (", ")"),
        ("f 'a', ", ""),
        ("& { ", " } "),
        ("@{ a = ", " }"),
        ("\"$( f ", " )\""),
        ("", " | Invoke-MdeHuntingQuery"),
    ];

    [Fact]
    public void A_name_stays_within_its_string()
    {
        foreach (var (text, before, behind) in Cases())
        {
            foreach (var name in HostileNames.Typable)
            {
                AssertStays(text, before, behind, name);
            }
        }
    }

    [Fact]
    public void Any_name_stays_within_its_string() =>
        Gen.Select(Gen.OneOf(Strings), Gen.OneOf(Lines), HostileNames.Any)
            .Sample((text, line, name) => AssertStays(text, line.Before, line.Behind, name), iter: 5 * Check.Iter);

    [Fact]
    public void Any_name_is_one_argument_and_itself() =>
        HostileNames.Any.Sample(
            name =>
            {
                var commands = Parser
                    .ParseInput($"f {PowerShellLiteral.Argument(name)} b", out _, out var errors)
                    .FindAll(found => found is CommandAst, searchNestedScriptBlocks: true)
                    .ToList();

                Assert.Empty(errors);
                Assert.Equal(name, Assert.IsType<StringConstantExpressionAst>(Assert.IsType<CommandAst>(Assert.Single(commands)).CommandElements[1]).Value);
            },
            iter: 20 * Check.Iter
        );

    [Fact]
    public void A_text_that_would_end_a_here_string_is_refused()
    {
        Assert.Null(At("@'\n¦\n'@").Edit(0, "'@; Get-Date; @'"));
        Assert.Null(At("@'\nab¦\n'@").Edit(0, "x\n'@; Get-Date; @'"));
        Assert.NotNull(At("@'\nab¦\n'@").Edit(0, "'@; Get-Date; @'"));
        Assert.NotNull(At("@\"\n¦\n\"@").Edit(0, "\"@; Get-Date; @\""));
    }

    [Theory]
    [InlineData("\"Dev``¦\"", 0, "Dev`")]
    [InlineData("\"AlertInfo | where `Se¦\"", 2, "AlertInfo | where Se")]
    [InlineData("'it''s De¦'", 2, "it's De")]
    [InlineData("\"a $x == `\"De¦\"", 2, "a $x == \"De")]
    public void An_escape_before_the_cursor_is_read(string text, int length, string query)
    {
        var line = At(text);

        Assert.Equal(query, line.Query);
        AssertStays(text, string.Empty, string.Empty, "it's \"$(1)\"", length);
    }

    [Theory]
    [InlineData("'it'¦'s De'")]
    [InlineData("\"De`¦nv\"")]
    [InlineData("\"De $(f¦ 1)\"")]
    [InlineData("\"De $va¦r\"")]
    [InlineData("@¦'\nx\n'@")]
    [InlineData("@'¦\nx\n'@")]
    [InlineData("f 'abc'¦")]
    [InlineData("f abc¦")]
    [InlineData("# 'abc¦'")]
    public void Within_an_escape_a_variable_a_word_or_a_comment_nothing_is_written(string text)
    {
        var cursor = text.IndexOf('¦', StringComparison.Ordinal);

        Assert.Null(PromptLine.At(text.Remove(cursor, 1), cursor)?.Edit(0, "x"));
    }

    private static IEnumerable<(string Text, string Before, string Behind)> Cases() =>
        Strings.SelectMany(text => Lines.Select(line => (text, line.Before, line.Behind)));

    private static PromptLine At(string text)
    {
        var cursor = text.IndexOf('¦', StringComparison.Ordinal);
        return Assert.IsType<PromptLine>(PromptLine.At(text.Remove(cursor, 1), cursor));
    }

    private static void AssertStays(string text, string before, string behind, string name, int length = 0)
    {
        var line = $"{before}{text}{behind}";
        var cursor = line.IndexOf('¦', StringComparison.Ordinal);
        line = line.Remove(cursor, 1);
        var written = KqlWriter.Name(name);
        var found = PromptLine.At(line, cursor);
        if (found?.Edit(length, written) is not { } edit)
        {
            // Within another string, PowerShell reads some quotes otherwise.
            Assert.True(before.Contains("$(", StringComparison.Ordinal), HostileNames.Show($"{line} {name}"));
            return;
        }

        var completed = line.Remove(edit.Start, cursor - edit.Start).Insert(edit.Start, edit.Text);
        var (old, renewed) = (Nodes(line), Nodes(completed));

        Assert.Equal(old.Errors, renewed.Errors);
        Assert.Equal(old.Types, renewed.Types);
        Assert.Equal(1, old.Values.Zip(renewed.Values).Count(pair => pair.First != pair.Second && Differs(pair.First, pair.Second)));
        Assert.Contains(
            old.Values.Zip(renewed.Values),
            pair => pair.Second == found.Query[..^length] + written + pair.First[Math.Min(pair.First.Length, found.Query.Length)..]
        );
    }

    // Around the string that was completed there may be others, which hold it.
    private static bool Differs(string first, string second) =>
        !first.Contains("$( f", StringComparison.Ordinal) || !second.Contains("$( f", StringComparison.Ordinal);

    private static (string[] Types, string[] Values, string[] Errors) Nodes(string line)
    {
        var nodes = Parser.ParseInput(line, out _, out var errors).FindAll(_ => true, searchNestedScriptBlocks: true).ToList();
        return (
            [.. nodes.Select(node => node.GetType().Name)],
            [
                .. nodes
                    .Select(node =>
                        node is StringConstantExpressionAst constant ? constant.Value
                        : node is ExpandableStringExpressionAst expandable ? expandable.Value
                        : null
                    )
                    .OfType<string>(),
            ],
            [.. errors.Select(error => error.ErrorId)]
        );
    }
}
