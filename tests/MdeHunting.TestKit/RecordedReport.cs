using MdeHunting.Contract;
using MdeHunting.Reporting;

namespace MdeHunting.TestKit;

/// <summary>Keeps what a run or a sign-in tells, and does what a test wants where it asks.</summary>
internal sealed class RecordedReport : SilentReport
{
    public List<MdeException> Errors { get; } = [];

    public List<HuntingProgress> Progress { get; } = [];

    public List<string> Queries { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Verbose { get; } = [];

    public List<string> Debug { get; } = [];

    public List<WaitNotice> Waits { get; } = [];

    /// <summary>The requests of a sign-in that were told to be without a response, each with its end, which is null.</summary>
    public List<WaitNotice?> Silences { get; } = [];

    /// <summary>What the person responses; yes unless a test says otherwise.</summary>
    public Func<string, bool> ShouldAsk { get; init; } = static _ => true;

    /// <summary>What the person does with a code.</summary>
    public Func<DeviceCodeNotice, Task> OnCode { get; init; } = static _ => throw new InvalidOperationException("Nobody asked for a code.");

    /// <summary>What the person does when a browser opens.</summary>
    public Action OnBrowser { get; init; } = static () => throw new InvalidOperationException("Nobody asked for a browser.");

    /// <summary>Called for each warning, before it is kept.</summary>
    public Action<string>? OnWarning { get; set; }

    public override Task WriteErrorAsync(MdeException failure) => Keep(Errors, failure);

    public override Task ShowProgressAsync(HuntingProgress progress) => Keep(Progress, progress);

    public override Task<bool> ShouldProcessAsync(string query, string purpose)
    {
        Queries.Add(query);
        return Task.FromResult(ShouldAsk(query));
    }

    public override Task WarnAsync(string message)
    {
        OnWarning?.Invoke(message);
        return Keep(Warnings, message);
    }

    public override Task VerboseAsync(string message) => Keep(Verbose, message);

    public override Task DebugAsync(string message) => Keep(Debug, message);

    public override Task ShowSilenceAsync(WaitNotice? silence) => Keep(Silences, silence);

    public override Task ShowWaitAsync(WaitNotice? wait) => wait is { } shown ? Keep(Waits, shown) : Task.CompletedTask;

    /// <summary>How long waits still were, as it was shown.</summary>
    public List<TimeSpan> Left { get; } = [];

    public override Task ShowWaitLeftAsync(WaitNotice wait) => Keep(Left, wait.Time);

    public override Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => OnCode(notice);

    /// <summary>What happens before a call that the command's thread is to make.</summary>
    public Func<Task> OnInvoke { get; set; } = static () => Task.CompletedTask;

    public override async Task<T> InvokeAsync<T>(Func<T> call)
    {
        await OnInvoke();
        return call();
    }

    public override Task ShowBrowserAsync()
    {
        OnBrowser();
        return Task.CompletedTask;
    }

    private static Task Keep<T>(List<T> list, T item)
    {
        list.Add(item);
        return Task.CompletedTask;
    }
}
