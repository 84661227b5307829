using System.Net;
using System.Text;
using System.Text.Json;
using MdeHunting.Service.Sending;
using Xunit;

namespace MdeHunting.Tests.Sending;

public class KnownSecretsTests
{
    private const string Token =
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJodHRwczovL2dyYXBoLm1pY3Jvc29mdC5jb20iLCJvaWQiOiI0MmEifQ.Zm9-b_r3u8Xq0Yx1Aa9Kk7Qe5Tt3Vv2Ww";
    private const string Password = "pä ss+w/o=r~d";
    private const string Short = "Tr0ub4";

    private readonly KnownSecrets _secrets = new();

    public KnownSecretsTests()
    {
        _secrets.Add(Token);
        _secrets.Add(Password);
        _secrets.Add(Short);
    }

    public static TheoryData<string, string> Writings()
    {
        var data = new TheoryData<string, string>();
        foreach (var secret in new[] { Token, Password, Short })
        {
            data.Add("as it is", secret);
            data.Add("upper case", secret.ToUpperInvariant());
            data.Add("escaped for an address", Uri.EscapeDataString(secret));
            data.Add("escaped twice", Uri.EscapeDataString(Uri.EscapeDataString(secret)));
            data.Add("escaped wholly", string.Concat(Encoding.UTF8.GetBytes(secret).Select(b => $"%{b:x2}")));
            data.Add("a form's field", WebUtility.UrlEncode(secret));
            data.Add("JSON", JsonSerializer.Serialize(secret));
            data.Add("JSON in JSON", JsonSerializer.Serialize(JsonSerializer.Serialize(secret)));
            data.Add("JSON of escapes alone", string.Concat(secret.Select(c => $"\\u{(int)c:X4}")));
            data.Add("HTML", WebUtility.HtmlEncode(secret));
            data.Add("HTML of numbers", string.Concat(secret.Select(c => $"&#{(int)c};")));
            data.Add("lines", string.Join("\r\n  ", secret.Chunk(4).Select(part => new string(part))));
            data.Add("with what shows nothing", string.Join("\u200b", secret.ToCharArray()));
            data.Add("base64", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
            data.Add("Basic", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{secret}"))}");
            data.Add("Basic, another user", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"a user:{secret}"))}");
        }

        data.Add("without its signature", Token[..Token.LastIndexOf('.')]);
        data.Add("a claim's part of it", Token.Split('.')[1][5..25]);
        data.Add("its signature", Token.Split('.')[2]);
        data.Add("as base64 of the other alphabet", Token.Replace('-', '+').Replace('_', '/'));
        return data;
    }

    [Theory, MemberData(nameof(Writings))]
    public void However_it_is_written_it_is_hidden_and_the_text_around_is_not(string how, string written)
    {
        var hidden = _secrets.Hide($"No access for [{written}]: ask {how}.");

        Assert.StartsWith("No access for [", hidden);
        Assert.EndsWith($"]: ask {how}.", hidden);
        Assert.Contains(KnownSecrets.Mark, hidden);

        // What little of base64 is left is what the neighbours share in its characters.
        Assert.True(hidden.Length < "No access for []: ask .".Length + how.Length + KnownSecrets.Mark.Length + 20, hidden);
    }

    [Theory]
    [InlineData("-oyTi_2mR~xA.1k9QfW3")]
    [InlineData("_oyTi-2mR~xA.1k9QfW-")]
    [InlineData("--Tr0ub4=")]
    [InlineData("Tr0ub4dor3xyz+-=")]
    public void The_signs_at_its_ends_are_hidden_too_and_those_of_the_text_are_not(string secret)
    {
        _secrets.Add(secret);

        Assert.Equal(
            $"The value <{KnownSecrets.Mark}> is wrong: key={KnownSecrets.Mark}; -{KnownSecrets.Mark}-",
            _secrets.Hide($"The value <{secret}> is wrong: key={Uri.EscapeDataString(secret)}; -{secret}-")
        );
    }

    [Theory]
    [InlineData("The service rejected the query: 'project' operator: Failed to resolve scalar expression named 'FileNam'.")]
    [InlineData("AADSTS7000215: Invalid client secret provided. Trace ID: 3f2504e0-4f89-11d3-9a0c-0305e82c3301")]
    [InlineData("eyJ0eXAiOi is how every token begins")]
    [InlineData("100% of C:\\new\\users & more; \\u12 %zz &#xZZ; %")]
    [InlineData("")]
    public void Another_text_stays_as_it_is(string text) => Assert.Equal(text, _secrets.Hide(text));

    [Fact]
    public void A_secret_of_three_letters_is_not_looked_for()
    {
        _secrets.Add("the");
        _secrets.Add("");
        _secrets.Add(null);

        Assert.Equal("the other", _secrets.Hide("the other"));
    }

    [Fact]
    public void Of_a_connection_that_lasts_the_latest_are_remembered()
    {
        for (var i = 0; i < 100; i++)
        {
            _secrets.Add($"a token that was good once, number {i:D3} of them");
        }

        Assert.Equal($"[{KnownSecrets.Mark}]", _secrets.Hide("[a token that was good once, number 099 of them]"));
    }
}
