using System.Security.Cryptography.X509Certificates;
using System.Text;
using MdeHunting.Contract;
using MdeHunting.Evidence;
using MdeHunting.Isolation;
using MdeHunting.Journal;
using MdeHunting.Lab.Kql;
using MdeHunting.TestKit;

namespace MdeHunting.Tests.Evidence;

/// <summary>A small bag without a lab.</summary>
internal static class SampleBag
{
    /// <summary>The time of the machine that makes it.</summary>
    public static DateTime Now { get; } = new(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc);

    /// <summary>Records a query of two requests, one that is refused, one without a response, and one that was not sent.</summary>
    public static void Record(IJournalFiles files, string path, EvidenceCase? facts = null, string? writer = null)
    {
        using var bag = BagOpening.Open(files, path, facts ?? EvidenceCase.Unknown, () => Now, writer);
        var connection = new MdeConnection("Contoso", null, new LabSession(LabSessionData(), TimeSpan.FromDays(30)));
        var query = new EvidenceQuery(() => bag, connection, "DeviceInfo");
        var result = new MdeHunting.Results.ResultBuilder(connection, "DeviceInfo");
        result.Add(Respond(query, 200, """{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[{"A":1},{"A":2}]}""", rows: 2)!);
        result.Add(Respond(query, 200, """{"Schema":[{"Name":"A","Type":"Int64"}],"Results":[]}""", rows: 0)!);
        Respond(query, 400, """{"error":{"code":"BadRequest","message":"No."}}""", rows: null);
        var unanswered = query.Begin(new HuntingRequest("DeviceInfo"));
        unanswered.EndWithoutResponse(Head(0));
        unanswered.Fail(LabSession.Failure(HuntingFailure.HuntingServiceUnreachable));
        query.Begin(new HuntingRequest("DeviceInfo")).Fail(LabSession.Failure(HuntingFailure.HuntingServiceUnreachable));
        query.End(result, null);
    }

    /// <summary>Records a list to whose first request no response comes, and which has one when it is sent again.</summary>
    public static void RecordList(string path)
    {
        using var bag = BagOpening.Open(new JournalFiles(), path, EvidenceCase.Unknown, () => Now);
        var connection = new MdeConnection("Contoso", null, new LabSession(LabSessionData(), TimeSpan.FromDays(30)));
        var list = new EvidenceQuery(() => bag, connection, "Tables").BeginList();
        var head = Head(200);
        list.EndWithoutResponse(head);
        Receive(list, head, "{}");
        list.Complete([]);
    }

    private static KqlDatabase LabSessionData() => new(new Dictionary<string, KqlTable>(), Now);

    private static HuntingResponse? Respond(EvidenceQuery query, int status, string json, int? rows)
    {
        var request = query.Begin(new HuntingRequest("DeviceInfo"));
        Receive(request, Head(status), json);
        if (rows is not { } count)
        {
            request.Fail(LabSession.Failure(HuntingFailure.QueryRefused));
            return null;
        }

        var response = new HuntingResponse
        {
            SentQuery = "DeviceInfo",
            RowCount = count,
            RowsHandedOn = count,
            Bytes = json.Length,
            ContentBytes = json.Length,
            StartedAt = Now,
            FinishedAt = Now,
            Elapsed = TimeSpan.Zero,
            RequestId = "id",
        };
        // A service may have columns whose names differ by case alone, or are empty.
        request.Complete(response, [new MdeHuntingColumn("A", "Int64"), new MdeHuntingColumn("a", "String"), new MdeHuntingColumn("", "String")], 100_000);
        return response;
    }

    private static RecordedHead Head(int status) =>
        new(
            new RecordedSending
            {
                Address = new Uri("https://localhost/run"),
                SentQuery = "DeviceInfo",
                SentBody = "{\"Query\":\"DeviceInfo\"}"u8.ToArray(),
                IsSentBodyRedacted = false,
                SentHeaders = [new("Authorization", null), new("Accept", "application/json")],
                SentTimespan = null,
                SentAt = Now,
                SentRequestId = "id",
            },
            status,
            null,
            null,
            [new("Date", "Mon, 30 Nov 2026 01:02:03 GMT"), new("Set-Cookie", null), new("X-Other", "untold")]
        );

    private static void Receive(EvidenceRequest request, RecordedHead head, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var hash = MdeHunting.Text.Sha256Text.Of(json);
        using var recording = request.Begin(head);
        recording.Write(bytes, 0, bytes.Length);
        recording.End(
            new RecordingEnd
            {
                Outcome = RecordingOutcome.Complete,
                Why = null,
                WireSha256 = hash,
                WireBytes = bytes.Length,
                ContentSha256 = hash,
                ContentBytes = bytes.Length,
            }
        );
    }

    /// <summary>Seals one.</summary>
    public static Task<SealedBag> SealAsync(string path, EvidenceProof? proof = null, IJournalFiles? files = null, CancellationToken token = default) =>
        new EvidenceBags(files ?? new JournalFiles(), () => Now).SealAsync(path, proof ?? EvidenceProof.None, token);

    /// <summary>Tests one, a folder or an archive.</summary>
    public static async Task<MdeEvidenceTest> TestAsync(string path, params X509Certificate2[] roots)
    {
        using var found = new EvidenceBags(new JournalFiles(), () => Now).Find(path);
        return await new BagVerification(
            found.Files,
            path,
            (content, rows) => ServiceLoader.Service.ReadStoredAsync(content, rows, new SilentReport(), CancellationToken.None),
            new TrustSettings(() => SigningLoader.Signing, Now, roots, false),
            CancellationToken.None
        ).RunAsync();
    }
}
