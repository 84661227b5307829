using MdeHunting.Contract;
using MdeHunting.Reporting;

namespace MdeHunting.TestKit;

/// <summary>Keeps what a run tells, and lets it ask.</summary>
internal sealed class RecordedReport : IHuntingReport
{
    public List<MdeException> Errors { get; } = [];

    public List<HuntingProgress> Progress { get; } = [];

    public List<string> Queries { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Verbose { get; } = [];

    /// <summary>What the person answers; yes unless a test says otherwise.</summary>
    public Func<string, bool> ShouldAsk { get; init; } = static _ => true;

    public Task WriteErrorAsync(MdeException failure) => Keep(Errors, failure);

    public Task ShowProgressAsync(HuntingProgress progress) => Keep(Progress, progress);

    public Task<bool> ShouldProcessAsync(string query, string purpose)
    {
        Queries.Add(query);
        return Task.FromResult(ShouldAsk(query));
    }

    public Task WarnAsync(string message) => Keep(Warnings, message);

    public Task VerboseAsync(string message) => Keep(Verbose, message);

    public Task DebugAsync(string message) => Task.CompletedTask;

    public Task ShowWaitAsync(WaitNotice? wait) => Task.CompletedTask;

    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => Task.CompletedTask;

    public Task ShowBrowserAsync() => Task.CompletedTask;

    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => Task.CompletedTask;

    private static Task Keep<T>(List<T> list, T item)
    {
        list.Add(item);
        return Task.CompletedTask;
    }
}
