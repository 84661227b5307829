using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Isolation;
using MdeHunting.Kql;
using MdeHunting.Kql.Completion;
using MdeHunting.Kql.Time;
using MdeHunting.Rows;
using MdeHunting.Tables;
using MdeHunting.TestKit;
using MdeHunting.Text;

namespace MdeHunting.DesktopTests;

/// <summary>What the edition is put through, without an engine: the text of queries, signing in, reading responses.</summary>
internal static class Checks
{
    /// <summary>The checks by name; each throws where something is not as it should be.</summary>
    /// <param name="environmentFile">The lab's environment file.</param>
    public static IEnumerable<(string Name, Func<Task> Run)> All(string environmentFile) =>
        [
            ("A query is cut into tokens that give it back", Plain(LexesToTheLetter)),
            ("The bundled tables are there", Plain(() => Equal(66, TableCatalog.Bundled.All.Count))),
            ("A span of time is read", Plain(() => Equal(TimeSpan.FromDays(7), KqlTimespan.Parse("7d")))),
            (
                "A query is completed",
                Plain(() => Equal("Severity", KqlCompletion.Complete("AlertInfo | where Sev", -1, TableCatalog.Bundled.All).Items[0].Text))
            ),
            (
                "A misspelt name is understood",
                Plain(() => Equal("AlertInfo", EditDistance.Find("AlertInf", TableCatalog.Bundled.All.Select(table => table.Name))[0]))
            ),
            ("What a terminal obeys is visible", Plain(() => Equal("a<U+001B>[2J", TerminalSafeText.Line("a\u001b[2J")))),
            ("An object is made by the constructor that this edition has", Plain(() => Equal(typeof(PSObject), PSObjectFactory.Create(2).GetType()))),
            ("A device code signs in, and a query is read cell by cell", () => HuntAsync(environmentFile)),
            ("A query that is refused says why", () => RefusedAsync(environmentFile)),
        ];

    private static void LexesToTheLetter()
    {
        const string query = "let x = datetime(2024-01-31); DeviceEvents | where A == @'c:\\d' and B has \"e\\\"f\" // note\n| project-away *Id";
        var text = new SourceText(query);
        Equal(query, string.Concat(text.Tokens.Select(text.TextOf)));
        Equal(-1, TokenTree.Of(text).Unpaired);
    }

    private static async Task HuntAsync(string environmentFile)
    {
        var prompt = new Person();
        using var session = await ConnectAsync(environmentFile, prompt).ConfigureAwait(false);
        Equal(1, prompt.Codes.Count);
        Equal("responder@contoso.example", session.Account);

        var cells = new Cells();
        await session
            .HuntAsync(
                new HuntingRequest(
                    "print T = datetime(2022-03-07T21:34:30.1187436Z), L = long(9007199254740993), I = int(-7), B = true, R = 0.1, S = 'Jyväskylä 東京', D = dynamic({\"k\":[1,2]}), N = int(null)"
                ),
                cells,
                prompt,
                CancellationToken.None
            )
            .ConfigureAwait(false);
        Equal("T,L,I,B,R,S,D,N", string.Join(",", cells.Columns));
        var row = cells.Rows.Single();
        Equal(new DateTime(2022, 3, 7, 21, 34, 30, DateTimeKind.Utc).AddTicks(1187436), row[0]);
        Equal(9007199254740993L, row[1]);
        Equal(-7, row[2]);
        Equal(true, row[3]);
        Equal(0.1, row[4]);
        Equal("Jyväskylä 東京", row[5]);
        Equal(null, row[7]);

        // Long enough for the threads that read ahead.
        var many = new Cells();
        var response = await session.HuntAsync(new HuntingRequest("DeviceNetworkEvents"), many, prompt, CancellationToken.None).ConfigureAwait(false);
        Equal(response.RowCount, many.Rows.Count);
        Equal(true, many.Rows.Count > 1_000);
    }

    private static async Task RefusedAsync(string environmentFile)
    {
        using var session = await ConnectAsync(environmentFile, new Person()).ConfigureAwait(false);
        try
        {
            await session.HuntAsync(new HuntingRequest("Nothing"), new Cells(), new Person(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (MdeException e)
        {
            Equal("QueryRefused", e.ErrorId);
            return;
        }

        throw new InvalidOperationException("It was not refused.");
    }

    private static Task<IHuntingSession> ConnectAsync(string environmentFile, Person prompt) =>
        ServiceLoader.Service.ConnectAsync(
            new ConnectRequest(
                new UserChoice(SignInMethod.DeviceCode, null, true, CachePersistence.Memory),
                "contoso.example",
                new Guid("22222222-2222-2222-2222-222222222222"),
                MdeApi.Graph,
                MdeCloud.Public
            )
            {
                EnvironmentPath = environmentFile,
            },
            prompt,
            CancellationToken.None
        );

    private static Func<Task> Plain(Action check) =>
        () =>
        {
            check();
            return Task.CompletedTask;
        };

    private static void Equal(object? expected, object? actual)
    {
        if (!Equals(expected, actual))
        {
            throw new InvalidOperationException($"Expected {expected ?? "null"}, and it is {actual ?? "null"}.");
        }
    }

    // Hears the codes; the lab approves sign-ins by itself.
    private sealed class Person : SilentReport
    {
        public List<string> Codes { get; } = [];

        public override Task ShowDeviceCodeAsync(DeviceCodeNotice notice)
        {
            Codes.Add(notice.UserCode);
            return Task.CompletedTask;
        }
    }
}
