using MdeHunting.Contract;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Running;

/// <summary>What nobody foresaw, or what passes, of one query, window or tenant: it is that one's error, and the others go on.</summary>
public sealed class UnforeseenTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Of_one_tenant_is_that_tenants_errors()
    {
        var odd = new Session(_ => throw new InvalidDataException("Oddly ended."));

        var result = _shell.Run(
            "'A', 'B', 'C' | Invoke-MdeHuntingQuery -Connection $args[0]",
            (object)new object[] { Of("Odd", odd), Of("Good", new Session()) }
        );

        Assert.Equal(3, result.Output.Count);
        Assert.Equal(3, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith("UnexpectedFailure", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.All(result.Errors, error => Assert.Contains("Oddly ended", error.ToString()));
        Assert.Null(result.Thrown);
    }

    [Fact]
    public void A_sign_in_that_passes_is_one_querys_error_and_the_next_is_asked()
    {
        var tried = 0;
        var passing = new Session(_ =>
        {
            if (++tried == 1)
            {
                throw new SignInException(SignInFailure.ServiceUnreachable, "Not now.", "Wait.") { Trouble = SignInTrouble.NoResponse };
            }
        });

        var result = _shell.Run("'A', 'B', 'C' | Invoke-MdeHuntingQuery -Connection $args[0]", Of("Passing", passing));

        Assert.Equal(2, result.Output.Count);
        Assert.StartsWith("ServiceUnreachable", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sign_in_that_is_refused_ends_the_connections_queries()
    {
        var refused = new Session(_ => throw new SignInException(SignInFailure.SecretExpired, "The secret has expired.", "Make a new one."));

        var result = _shell.Run("'A', 'B', 'C' | Invoke-MdeHuntingQuery -Connection $args[0] -ThrottleLimit 2", Of("Refused", refused));

        Assert.Equal(["SecretExpired", "NotAsked"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_one_window_is_that_window_and_the_result_has_the_others(bool isSignIn)
    {
        var asked = 0;
        var session = new Session(_ =>
        {
            if (++asked == 2)
            {
                throw isSignIn
                    ? new SignInException(SignInFailure.ServiceUnreachable, "Not now.", "Wait.") { Trouble = SignInTrouble.Busy }
                    : new InvalidDataException("Oddly ended.");
            }
        });

        var result = _shell.Run(
            "Invoke-MdeHuntingQuery 'DeviceEvents' -Connection $args[0] -StartTime 1970-01-01 -EndTime 1970-01-01T04:00 -Split 1h -AsResult",
            Of("Windows", session)
        );

        var got = Assert.IsType<MdeHuntingResult>(Assert.Single(result.Output).BaseObject);
        Assert.Equal(3, got.RowCount);
        Assert.Single(got.Missing);
        Assert.StartsWith("WindowIncomplete", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static MdeConnection Of(string name, IHuntingSession session) => new(name, null, session);

    private sealed class Session(Action<HuntingRequest>? before = null) : StubSession(null)
    {
        public override DateTime UtcNow => DateTime.UnixEpoch.AddDays(1);

        public override Task<HuntingResponse> HuntAsync(HuntingRequest request, IRowSink receiver, IHuntingPrompt prompt, CancellationToken token)
        {
            before?.Invoke(request);
            return RespondAsync(request, receiver);
        }
    }
}
