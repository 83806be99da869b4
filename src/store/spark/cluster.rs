//! Asking a cluster through Spark Connect: a session of its own for each try, progress while it works, an interrupt when it
//! is no longer wanted, and never an answer that is not whole.
//!
//! Why this stands on the client's core and not on its DataFrames: these take a response stream that ends early for one that
//! is complete, and a Connect server ends streams early by design (after two minutes it wants to be asked again). Here an
//! answer counts once the server has said that it is complete, after as many reattachments as it takes.

use std::io::Cursor;
use std::time::{Duration, Instant};

use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use arrow_ipc::reader::StreamReader;
use spark_connect_core::{ChannelBuilder, RetryPolicy, SparkConnectClient, SparkError, block_on};
use spark_connect_proto as proto;
use spark_connect_proto::execute_plan_response::{ArrowBatch, ExecutionProgress, ResponseType};

use crate::ids::RunId;
use crate::matching::engine::sql::{Cell, Query, Row};
use crate::matching::engine::{Progress, Watch};
use crate::rooms::counting::CountingError;
use crate::secret::Secret;

/// How often a question is put before it counts as failed: a worker or a server may be lost once and again.
const TRIES: u32 = 3;
/// How long to wait before the second try; doubled for the third.
const WAIT: Duration = Duration::from_secs(2);
/// How often a cancel is looked for.
const BEAT: Duration = Duration::from_millis(200);
/// How long a word about the end of an operation may take.
const PARTING: Duration = Duration::from_secs(5);
/// How often in a row a stream may end without anything new.
const REATTACHMENTS: u32 = 5;

/// The user that a session belongs to, where the address names none.
const USER: &str = "entente";

/// What a session must not leave to the cluster's defaults: a file that is missing or damaged must fail a count, not shrink
/// it; results are few rows, so small partitions are not worth their tasks.
const SETTINGS: &[(&str, &str)] =
    &[("spark.sql.files.ignoreMissingFiles", "false"), ("spark.sql.files.ignoreCorruptFiles", "false")];

/// A cluster, by the address of its Connect server.
pub(super) struct Cluster {
    address: Secret<String>,
    patience: Duration,
}

/// Why a try came to nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum AskError {
    #[error("called off")]
    Cancelled,
    #[error("no answer within {0} s")]
    Late(u64),
    #[error("{0}")]
    Broken(String),
}

impl From<SparkError> for AskError {
    fn from(error: SparkError) -> Self {
        let mut text = error.message();
        // A query's text may follow; its first line says what is wrong.
        text.truncate(text.find('\n').unwrap_or(text.len()));
        Self::Broken(text)
    }
}

impl Cluster {
    /// The cluster behind an address; nobody is asked yet.
    pub(super) fn new(address: &Secret<String>, patience: Duration) -> Self {
        Self { address: Secret::new(address.expose().clone()), patience }
    }

    /// The cells that a query comes to. A failure is tried again, for a query changes nothing; an answer over less than what
    /// is stored is a failure.
    pub(super) fn ask(&self, query: &Query, watch: &dyn Watch) -> Result<Vec<Cell>, CountingError> {
        let until = Instant::now().checked_add(self.patience);
        let mut wait = WAIT;
        let mut last = String::new();
        for attempt in 1..=TRIES {
            match block_on(self.attempt(query, watch, until)) {
                Ok(rows) => match query.cells(&rows) {
                    Ok(cells) => return Ok(cells),
                    Err(misread) => last = misread.to_string(),
                },
                Err(AskError::Cancelled) => return Err(crate::matching::engine::Cancelled.into()),
                Err(late @ AskError::Late(_)) => return Err(CountingError::Failed(late.to_string())),
                Err(AskError::Broken(cause)) => last = cause,
            }
            tracing::warn!(attempt, cause = %last, "a question to the cluster failed");
            if attempt < TRIES {
                pause(wait, watch)?;
                wait = wait.saturating_mul(2);
            }
        }
        Err(CountingError::Failed(format!("the cluster failed {TRIES} times, at last: {last}")))
    }

    /// Whether the server answers at all, once.
    pub(super) fn greet(&self) -> Result<(), AskError> {
        block_on(async {
            let client = self.client().await?;
            let asked = tokio::time::timeout(PARTING.saturating_mul(4), prepare(&client));
            asked.await.map_err(|_elapsed| AskError::Late(20))??;
            part(&client, None).await;
            Ok(())
        })
    }

    async fn client(&self) -> Result<SparkConnectClient, SparkError> {
        let mut address = ChannelBuilder::parse(self.address.expose())?;
        if address.user_id().is_none() {
            address.set("user_id", USER);
        }
        if address.get("user_agent").is_none() {
            address.set("user_agent", USER);
        }
        let mut client = SparkConnectClient::connect(&address).await?;
        client.set_retry_policy(RetryPolicy {
            max_retries: Some(2),
            initial_backoff_ms: 500,
            max_backoff_ms: Some(2_000),
            ..RetryPolicy::default()
        });
        Ok(client)
    }

    /// One try, in a session of its own.
    async fn attempt(
        &self,
        query: &Query,
        watch: &dyn Watch,
        until: Option<Instant>,
    ) -> Result<Vec<Row>, AskError> {
        let client = self.client().await?;
        let operation = RunId::fresh().to_string();
        let mut answer = Answer { rows: Vec::new(), furthest: Progress::default(), last: None };
        let outcome = tokio::select! {
            rows = converse(&client, (query, &operation), &mut answer, watch) => rows,
            stopped = self.wait(watch, until) => Err(stopped),
        };
        part(&client, outcome.is_err().then_some(operation.as_str())).await;
        outcome.map(|()| answer.rows)
    }

    /// Returns once the work is called off or took too long.
    async fn wait(&self, watch: &dyn Watch, until: Option<Instant>) -> AskError {
        loop {
            if watch.cancelled() {
                return AskError::Cancelled;
            }
            if until.is_some_and(|until| Instant::now() >= until) {
                return AskError::Late(self.patience.as_secs());
            }
            tokio::time::sleep(BEAT).await;
        }
    }
}

/// Waits between two tries, unless the work is called off.
fn pause(length: Duration, watch: &dyn Watch) -> Result<(), CountingError> {
    let until = Instant::now().checked_add(length);
    while until.is_some_and(|until| Instant::now() < until) {
        if watch.cancelled() {
            return Err(crate::matching::engine::Cancelled.into());
        }
        std::thread::sleep(BEAT);
    }
    Ok(())
}

/// Sets what a session must not leave to the cluster.
async fn prepare(client: &SparkConnectClient) -> Result<(), SparkError> {
    for (name, value) in SETTINGS {
        client.set_config(name, value).await?;
    }
    Ok(())
}

/// Ends a session, after interrupting what still runs in it. The server forgets it by itself if this does not reach it.
async fn part(client: &SparkConnectClient, running: Option<&str>) {
    let parting = async {
        if let Some(operation) = running {
            client.interrupt_operation(operation).await?;
        }
        client.release_session().await
    };
    match tokio::time::timeout(PARTING, parting).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(cause = %error.message(), "a session was not released"),
        Err(_elapsed) => tracing::debug!("a session was not released in time"),
    }
}

/// What has come of an answer.
struct Answer {
    rows: Vec<Row>,
    furthest: Progress,
    /// The last response, from which a stream is taken up again.
    last: Option<String>,
}

/// Puts the question and reads the answer to its declared end.
async fn converse(
    client: &SparkConnectClient,
    asked: (&Query, &str),
    answer: &mut Answer,
    watch: &dyn Watch,
) -> Result<(), AskError> {
    prepare(client).await?;
    let mut stream = client.execute_plan(request(client, asked)).await?;
    let mut empty = 0;
    loop {
        match stream.message().await {
            Ok(Some(response)) => {
                empty = 0;
                if !response.response_id.is_empty() {
                    answer.last = Some(response.response_id);
                }
                match response.response_type {
                    Some(ResponseType::ResultComplete(_)) => return Ok(()),
                    Some(ResponseType::ArrowBatch(batch)) => answer.take(&batch)?,
                    Some(ResponseType::ExecutionProgress(progress)) => answer.advance(&progress, watch),
                    _ => {}
                }
            }
            // The stream ended or broke before the answer did: take it up where it stopped.
            ended => {
                empty += 1;
                if empty > REATTACHMENTS {
                    let cause = ended.err().map_or_else(
                        || "the answer has no end".to_owned(),
                        |error| error.message().to_owned(),
                    );
                    return Err(AskError::Broken(cause));
                }
                tokio::time::sleep(BEAT).await;
                stream = client.reattach_execute(again(client, asked.1, answer.last.clone())).await?;
            }
        }
    }
}

fn user(client: &SparkConnectClient) -> Option<proto::UserContext> {
    let id = client.user_id().unwrap_or(USER).to_owned();
    Some(proto::UserContext { user_name: id.clone(), user_id: id, ..Default::default() })
}

fn request(client: &SparkConnectClient, asked: (&Query, &str)) -> proto::ExecutePlanRequest {
    use proto::execute_plan_request::{RequestOption, request_option};
    let sql = proto::Sql { query: asked.0.text.clone(), ..Default::default() };
    let relation =
        proto::Relation { rel_type: Some(proto::relation::RelType::Sql(sql)), ..Default::default() };
    let plan = proto::Plan { op_type: Some(proto::plan::OpType::Root(relation)) };
    let reattach = proto::ReattachOptions { reattachable: true };
    proto::ExecutePlanRequest {
        session_id: client.session_id().to_owned(),
        user_context: user(client),
        operation_id: Some(asked.1.to_owned()),
        plan: Some(plan),
        request_options: vec![RequestOption {
            request_option: Some(request_option::RequestOption::ReattachOptions(reattach)),
        }],
        ..Default::default()
    }
}

fn again(
    client: &SparkConnectClient,
    operation: &str,
    last: Option<String>,
) -> proto::ReattachExecuteRequest {
    proto::ReattachExecuteRequest {
        session_id: client.session_id().to_owned(),
        user_context: user(client),
        operation_id: operation.to_owned(),
        last_response_id: last,
        ..Default::default()
    }
}

impl Answer {
    /// The rows of one batch; one that does not follow the last, or is not what it says, breaks the answer.
    fn take(&mut self, batch: &ArrowBatch) -> Result<(), AskError> {
        let broken = |what: &str| AskError::Broken(format!("the answer cannot be read: {what}"));
        let so_far = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        if batch.start_offset.is_some_and(|offset| offset != so_far) || batch.num_chunks_in_batch.is_some() {
            return Err(broken("a part is missing"));
        }
        let reader = StreamReader::try_new(Cursor::new(&batch.data), None);
        for table in reader.map_err(|error| broken(&error.to_string()))? {
            let table = table.map_err(|error| broken(&error.to_string()))?;
            let columns: Vec<_> =
                table.columns().iter().filter_map(|column| column.as_primitive_opt::<Int64Type>()).collect();
            let [x, y, n] = columns.as_slice() else { return Err(broken("it is not three numbers a row")) };
            for ((x, y), n) in x.iter().zip(y.iter()).zip(n.iter()) {
                let (Some(x), Some(y), Some(n)) = (x, y, n) else {
                    return Err(broken("a number is missing"));
                };
                self.rows.push([x, y, n]);
            }
        }
        let now = i64::try_from(self.rows.len()).unwrap_or(i64::MAX);
        if now.saturating_sub(so_far) == batch.row_count { Ok(()) } else { Err(broken("rows are missing")) }
    }

    /// Tells how many of the tasks known so far are done; more may become known, so it never goes back.
    fn advance(&mut self, progress: &ExecutionProgress, watch: &dyn Watch) {
        let sum = |of: fn(&proto::execute_plan_response::execution_progress::StageInfo) -> i64| {
            progress.stages.iter().map(|stage| u64::try_from(of(stage)).unwrap_or_default()).sum::<u64>()
        };
        let now = Progress::of(sum(|stage| stage.num_completed_tasks), sum(|stage| stage.num_tasks));
        if now > self.furthest {
            self.furthest = now;
            watch.progress(now);
        }
    }
}
