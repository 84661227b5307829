using MdeHunting.Contract;

namespace MdeHunting.Reporting;

/// <summary>What a job does, as far as it matters to the others of its batch.</summary>
internal interface IJobState
{
    /// <summary>It waits, and asks nobody meanwhile.</summary>
    void Wait(WaitNotice wait);

    /// <summary>Its wait is over.</summary>
    /// <returns>Ends when it may go on.</returns>
    Task ResumeAsync();

    /// <summary>Whether there was a response, whatever it said, or none.</summary>
    void NoteResponse(bool hasCome);
}
