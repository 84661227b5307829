using MdeHunting.Contract;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Tokens;
using MdeHunting.Lab.Web;
using MdeHunting.Service;
using MdeHunting.Service.Hunting;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>A lab, the module's private side, and a person at the prompt; no PowerShell.</summary>
public sealed class LabSignIn : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mdehunting-signin-").FullName;
    private HttpClient _browser = null!;

    public LabSignIn() =>
        Prompt = new RecordedReport
        {
            OnCode = notice =>
            {
                Prompts++;
                OnNotice?.Invoke(notice);
                return OnCode(Person, new Uri(notice.Address), notice.UserCode);
            },
            OnBrowser = () => Prompts++,
        };

    /// <summary>How the lab is to run.</summary>
    internal LabOptions Options { get; init; } = new() { Tenants = TestLab.Tenants, RunQuery = TinyEngine.Run };

    internal LabServer Lab { get; private set; } = null!;

    internal string EnvironmentFile { get; private set; } = string.Empty;

    /// <summary>Where accounts are persisted.</summary>
    internal string CacheFolder => Path.Combine(_folder, "cache");

    /// <summary>Who is told, and asked.</summary>
    internal RecordedReport Prompt { get; }

    internal List<string> Warnings => Prompt.Warnings;

    internal List<string> Verbose => Prompt.Verbose;

    /// <summary>How often the person was asked.</summary>
    internal int Prompts { get; private set; }

    /// <summary>How long what passes is waited out, by the sign-in and by a query's renewal: not at all, unless the test is about that.</summary>
    internal TimeSpan RetryTimeout { get; set; }

    internal string Account { get; set; } = TestLab.Responder;

    /// <summary>What the person does with a code.</summary>
    internal Func<BrowserUser, Uri, string, Task> OnCode { get; set; } = (person, page, code) => person.ApproveAsync(page, code);

    /// <summary>Sees what is shown of a code.</summary>
    internal Action<DeviceCodeNotice>? OnNotice { get; set; }

    internal BrowserUser Person => new(_browser, Account);

    public async ValueTask InitializeAsync()
    {
        Lab = await LabServer.StartAsync(Options);
        _browser = Lab.CreateClient();
        EnvironmentFile = Write("lab.json", Lab.EnvironmentJson);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await Lab.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal string Write(string name, string content)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, content);
        return file;
    }

    /// <summary>A new process's private side, as far as accounts go.</summary>
    internal MdeService NewService(Func<Uri, Task>? openBrowser = null, TimeProvider? clock = null) =>
        new(clock ?? TimeProvider.System, openBrowser ?? (_ => throw new InvalidOperationException("No browser was expected.")), CacheFolder);

    internal ConnectRequest Request(SignInChoice choice, string? tenant = TestLab.Contoso, string? client = TestLab.ClientId, MdeApi api = MdeApi.Graph) =>
        new(choice, tenant, client is null ? null : Guid.Parse(client), api, MdeCloud.Public)
        {
            EnvironmentPath = EnvironmentFile,
            RetryTimeout = RetryTimeout,
        };

    /// <summary>The runbook's application: its secret that is good now.</summary>
    internal string RunbookSecret => Lab.State.CredentialsOf(LabApplications.Runbook.Id).Secrets[LabApplications.CurrentSecret];

    /// <summary>A request of the runbook's application, with its secret unless the test says otherwise.</summary>
    internal ConnectRequest RunbookRequest(SignInChoice? choice = null, MdeApi api = MdeApi.Graph) =>
        Request(choice ?? new ClientSecretChoice(TestSecret.Of(RunbookSecret)), client: LabApplications.Runbook.Id.ToString(), api: api);

    /// <summary>A token of the responder's for a service, which nobody signed in for.</summary>
    internal string ResponderToken(string resource, TimeSpan? lifetime = null)
    {
        var tenant = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));
        var permission = LabResources.All.Single(r => r.Identifier == resource).DelegatedScope;
        return Lab.State.CreateAccessToken(
            new TokenGrant(tenant, LabApplications.Hunting, tenant.Accounts[0], resource, [permission], [], []),
            lifetime ?? TimeSpan.FromHours(1)
        );
    }

    internal static UserChoice DeviceCode(bool mayPrompt = true, string? username = null, CachePersistence persistence = CachePersistence.Memory) =>
        new(SignInMethod.DeviceCode, username, mayPrompt, persistence);

    internal async Task<HuntingSession> ConnectAsync(MdeService service, ConnectRequest request) =>
        (HuntingSession)await service.ConnectAsync(request, Prompt, TestContext.Current.CancellationToken);

    internal async Task<SignInException> FailAsync(MdeService service, ConnectRequest request) =>
        await Assert.ThrowsAsync<SignInException>(() => service.ConnectAsync(request, Prompt, TestContext.Current.CancellationToken));

    /// <summary>Whose data a session's queries read.</summary>
    internal async Task<string> OwnerAsync(HuntingSession session)
    {
        var rows = new Rows();
        await session.HuntAsync(
            new HuntingRequest("Owner") { Sending = new SendingOptions { RetryTimeout = RetryTimeout } },
            rows,
            Prompt,
            TestContext.Current.CancellationToken
        );
        return rows.Cells.Single();
    }

    private sealed class Rows : IRowSink
    {
        public List<string> Cells { get; } = [];

        public void Begin(IReadOnlyList<MdeHunting.MdeHuntingColumn> columns) { }

        public object CreateRow(object?[] cells)
        {
            Cells.Add(cells[0]!.ToString()!);
            return cells[0]!;
        }

        public object CreateObject(IReadOnlyList<string> names, IReadOnlyList<object?> values) => names;

        public Task ReceiveAsync(object[] rows, int count) => Task.CompletedTask;
    }
}
