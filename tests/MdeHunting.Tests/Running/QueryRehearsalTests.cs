using System.Management.Automation;
using System.Net;
using MdeHunting.Contract;
using MdeHunting.Running;
using MdeHunting.Service;
using Xunit;

namespace MdeHunting.Tests.Running;

public sealed class QueryRehearsalTests
{
    [Fact]
    public void It_reads_rows_as_a_query_does()
    {
        var rows = new QueryRehearsal(new MdeService()).Run(TestContext.Current.CancellationToken).Cast<PSObject>().ToList();

        Assert.Equal(["host", "other.example"], rows.Select(row => row.Properties["DeviceName"].Value));
        Assert.Equal(DateTimeKind.Utc, Assert.IsType<DateTime>(PSObject.AsPSObject(rows[0].Properties["Timestamp"].Value).BaseObject).Kind);
        Assert.Equal(true, rows[0].Properties["IsLocal"].Value);
        Assert.Null(rows[1].Properties["AdditionalFields"].Value);
    }

    [Fact]
    public void One_that_is_stopped_or_fails_says_nothing()
    {
        Assert.Empty(new QueryRehearsal(new MdeService()).Run(new CancellationToken(canceled: true)));
        Assert.Empty(new QueryRehearsal(new UnusableService()).Run(TestContext.Current.CancellationToken));
    }

    private sealed class UnusableService : IMdeService
    {
        public Task<IHuntingSession> ConnectAsync(ConnectRequest request, ISignInPrompt prompt, CancellationToken token) =>
            throw new InvalidOperationException();

        public RegistrationPlan PlanRegistration(ConnectRequest request, bool isByItself) => throw new InvalidOperationException();

        public Task<RegisteredApplication> RegisterAsync(
            ConnectRequest request,
            ApplicationRequest application,
            IHuntingPrompt prompt,
            CancellationToken token
        ) => throw new InvalidOperationException();

        public Task<StoredRows> ReadStoredAsync(StoredContent source, IRowSink receiver, IMessageSink messages, CancellationToken token) =>
            throw new InvalidOperationException();

        public SigningIdentity FindSigningIdentity(SignInChoice choice) => throw new NotSupportedException();

        public Task<byte[]> RequestStampAsync(Uri server, byte[] request, IWebProxy? proxy, TimeSpan timeLimit, CancellationToken token) =>
            throw new NotSupportedException();

        public MdeTokenInfo ReadToken(string token, IObjectFactory factory) => throw new InvalidOperationException();
    }
}
