using System.Collections;
using System.Management.Automation;
using System.Text;
using CsCheck;
using MdeHunting.Kql;
using MdeHunting.Lab.Kql;
using MdeHunting.Parameters;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using MdeHunting.Tests.Terminal;
using Xunit;

namespace MdeHunting.Tests.Parameters;

/// <summary>
/// Whatever a value contains, in whichever type: the query behind it is the same tokens as without it, the value is one literal, and an engine gives it back.
/// </summary>
public sealed class HostileParameterTests
{
    // What a composer of texts would be led astray by, of the user's own.
    private const string Query =
        "// it's 'not' \"a\" let\nprint one = p_text, item = tostring(p_list[0]), member = tostring(p_bag['k']), cell = toscalar(p_rows | project c), "
        + "hidden = p_secret, own = @\"\\\", other = 'it\\'s ; |', fence = ```a'b```";

    private static readonly KqlDatabase Empty = new(new Dictionary<string, KqlTable>(), DateTime.UnixEpoch);

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        Gen.Char["'\"\\[]`~@h|;,(){}/\n\r\t\u2028\u2029\u0085\u200b\u202e\0xuU0139abN"].Array[0, 12].Select(letters => new string(letters)),
        Gen.OneOf(HostileTexts.All),
        Gen.OneOf("' | union SecurityEvent //", "\" \"", "x' 'y", "\"]) | take 1 //", "```", "\\", "\\'", "*/", "\0001", "\ud800", "\udc00x", "İı")
    );

    [Fact]
    public void Any_text_stays_one_value_of_each_type_and_the_query_stays_what_it_is()
    {
        var own = new SourceText(Query);
        var plain = new SourceText(Compose("x").Text).Significant.Select(token => token.Kind).ToList();
        Text.Sample(
            value =>
            {
                if (!IsWhole(value))
                {
                    Assert.Equal(HuntingFailure.ParameterInvalid, Assert.Throws<HuntingException>(() => Compose(value)).Failure);
                    return;
                }

                var composed = Compose(value);
                var all = new SourceText(composed.Text);

                Assert.Equal(plain, all.Significant.Select(token => token.Kind));
                Assert.Equal(own.Significant.Select(own.TextOf), all.Significant.TakeLast(own.Significant.Count).Select(all.TextOf));
                Assert.Equal(
                    [value, value, value, value, $"x{value}", "\\", "it's ; |", "a'b"],
                    KqlEngine.Run(composed.Text, Empty).Rows[0].Select(cell => $"{cell}")
                );
                Assert.Contains("let p_secret = h\"***\";", composed.Shown(composed.Text), StringComparison.Ordinal);
            },
            iter: 5 * Check.Iter,
            threads: 1
        );
    }

    // Without half a surrogate pair.
    private static bool IsWhole(string text)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static ComposedQuery Compose(string value)
    {
        var row = new PSObject();
        row.Properties.Add(new PSNoteProperty("c", value));
        var given = new Hashtable(StringComparer.Ordinal)
        {
            ["p_text"] = value,
            ["p_list"] = new[] { value },
            ["p_bag"] = new Hashtable { ["k"] = value },
            ["p_rows"] = new[] { row },
            ["p_secret"] = TestSecret.Of($"x{value}"),
        };
        return QueryParameters.Read(given, TimeZoneInfo.Utc).Compose(Query, TableCatalog.Bundled.All);
    }
}
