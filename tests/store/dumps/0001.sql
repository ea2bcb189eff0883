BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE audit (
	seq INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	who TEXT NOT NULL, 
	what TEXT NOT NULL, 
	case_id INTEGER, 
	before_sha TEXT, 
	after_sha TEXT, 
	text_id INTEGER, 
	prev_hash TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (seq), 
	CONSTRAINT uq_audit_hash UNIQUE (hash), 
	CONSTRAINT uq_audit_prev_hash UNIQUE (prev_hash)
);
INSERT INTO "audit" VALUES(1,'2026-11-23T09:00:00+00:00','system','user.added',NULL,NULL,'d3313553259c2394d667daeee1d5974b787127ab88443f2f7e60b6796b0c276f',1,'0000000000000000000000000000000000000000000000000000000000000000','eba0d8726dedd470fa19de5a8e80a630f7e5542a8802c6d1f9a59290b67604f6');
INSERT INTO "audit" VALUES(2,'2026-11-23T09:00:00+00:00','system','user.added',NULL,NULL,'d16bf4bc93146d30fe16805cd42a8ac82381b12e2c3272b2b8c17fbc2ec2ea16',2,'eba0d8726dedd470fa19de5a8e80a630f7e5542a8802c6d1f9a59290b67604f6','83a7609cb479fcd09cfa13730bc6d36c6b43b6670800dac67d03cbf122946f39');
INSERT INTO "audit" VALUES(3,'2026-11-23T09:00:00+00:00','import','received',1,NULL,'5cccdf7f84ebde976a7dab0df0b5fdba23c791c51f54d19471bee1f2f49f06c1',3,'83a7609cb479fcd09cfa13730bc6d36c6b43b6670800dac67d03cbf122946f39','e379bed6a9239ba92cd8339b5597b5c34ccaa4377738f01ca76ed6abd9153350');
INSERT INTO "audit" VALUES(4,'2026-11-23T09:00:00+00:00','import','received',2,NULL,'2820af18a3e4461ec3ab1227450313fa7d10a88a08bae07d9e59c391e3a4cb50',4,'e379bed6a9239ba92cd8339b5597b5c34ccaa4377738f01ca76ed6abd9153350','a1c8bdc58d4fd37f4c0a2727e55a8687158da14ca19adafab5b1e9dc0a6732a6');
INSERT INTO "audit" VALUES(5,'2026-11-23T09:00:00+00:00','import','received',3,NULL,'5ee4c19781045b01c368f7fecf6a3a866264f1001e44a05ae9f86d083abf4ed8',5,'a1c8bdc58d4fd37f4c0a2727e55a8687158da14ca19adafab5b1e9dc0a6732a6','414060829a5da580b6172f48ad29b9fcfab8eb2ec53859230f3dc075b363468d');
INSERT INTO "audit" VALUES(6,'2026-11-23T09:00:00+00:00','desk','triaged',1,'a36160e6bdfdd829938787eec7b66d86bb841077c7375c2a3b6f06a67032a07b','8379d776efb4e46cb131780af1ce2dce5a56ec8d682d9995a4a8e30ca06e17fd',6,'414060829a5da580b6172f48ad29b9fcfab8eb2ec53859230f3dc075b363468d','fa5a753f79fe11b8e09a150e2090ed0a9badd56da1ea75b4998d624aa97b7ca5');
INSERT INTO "audit" VALUES(7,'2026-11-23T09:00:00+00:00','desk','drafted',1,'b5e671a347e6db5c36e16e910334cd70ef1fa2074224e74392f97a4e611d17ec','ad869da5423ac018b665d260154c7f8e907ad768b7ab38bdec0bfeeecc6f4757',7,'fa5a753f79fe11b8e09a150e2090ed0a9badd56da1ea75b4998d624aa97b7ca5','2a8dd74c7fb867f1bea00a7d51315048df0180dda180c790239b954ad1f248aa');
INSERT INTO "audit" VALUES(8,'2026-11-23T09:00:00+00:00','Anne','approved',1,'e6a3009c2a4dd3305da85b1613b37fd406b975f8598da13cc797c8299241afd8','fa2536a52491c10af29a758a70bdcbdc961ee03b0f36c0d687a25f447e5339b2',8,'2a8dd74c7fb867f1bea00a7d51315048df0180dda180c790239b954ad1f248aa','cd7dc6629552ab34b78211fc4517babc3823facc8fdf9790e281c1dc2400314a');
INSERT INTO "audit" VALUES(9,'2026-11-23T09:00:00+00:00','Anne','published',1,'6550f21e27d40bc5b0065682053f2da454a2ecca47a0289f44b24e764675768f','1d56bbaa1d759443b3e61f254e8bce763e0e261614afaa35aa0a9718817c490f',9,'cd7dc6629552ab34b78211fc4517babc3823facc8fdf9790e281c1dc2400314a','5c46af8e37119b01a9ecedbe57cbd1495c4e6fe35ba7cbdb64acc93f8ae83187');
INSERT INTO "audit" VALUES(10,'2026-11-23T09:00:00+00:00','import','received',1,'e9f21dc0ef3af0cc8ab8e7bc4c22d43c87bbf3658f253817c2043d49c529118d','00e376b5628ea63c5854091d247e639f5be8c3f9ec0f121f5279af17424eaf60',10,'5c46af8e37119b01a9ecedbe57cbd1495c4e6fe35ba7cbdb64acc93f8ae83187','19166427727ce4522353d630004450e96b85a894ae0dbad2b05caf4fb8607a98');
INSERT INTO "audit" VALUES(11,'2026-11-23T09:00:00+00:00','Anne','reply.added',1,NULL,'f7003d089b857c77b6ed7ceacd4e12766eddc2a43434bd6121697f7e3d293533',11,'19166427727ce4522353d630004450e96b85a894ae0dbad2b05caf4fb8607a98','66d644590d3ade326bb3ff1d517d7f0aa88acf2dac8bb881c13a8bca00275e76');
INSERT INTO "audit" VALUES(12,'2026-11-23T09:00:00+00:00','Anne','feedback.triage',1,NULL,'e86a9dd1bcd11f10a242c5c2cb9ad41a969498e8e977b4cbc9579605b672fb19',12,'66d644590d3ade326bb3ff1d517d7f0aa88acf2dac8bb881c13a8bca00275e76','41f267c744953b3afb1afbd9d428376adaec4effd1fc91afba75520d4940f112');
INSERT INTO "audit" VALUES(13,'2026-11-23T09:00:00+00:00','system','task.added',1,NULL,'7c304820ad5eea495976ab59190d4215033d7b380c05b2475bf07abde6dd8bba',13,'41f267c744953b3afb1afbd9d428376adaec4effd1fc91afba75520d4940f112','3cc83d3f4b011d1b077904833da6024f8938654a210cf74d4e5b869b6832678f');
INSERT INTO "audit" VALUES(14,'2026-11-23T09:00:00+00:00','Luc','task.done',1,'a52917ba942042ad90ccf8a20de6c18fda7a7da1b56414787c2969130c52baff','58c10eae3f7b1e2c1d3c9b097fd9a0a94bccb7c599aa8ddbf7160dbcffd43e3a',14,'3cc83d3f4b011d1b077904833da6024f8938654a210cf74d4e5b869b6832678f','dea58c6301cbaaff26d626cd94b67c5be50917c38f09b318c641c24536a5bc79');
INSERT INTO "audit" VALUES(15,'2026-11-23T09:00:00+00:00','system','task.added',2,NULL,'1f4baf93023548655eb3f50e49a7a1fa29c7ecfcad6b8d19c69cf8849c7d6e5f',15,'dea58c6301cbaaff26d626cd94b67c5be50917c38f09b318c641c24536a5bc79','c160e3ef799d00f30a4526b355e774fdbc6036ef5b96ab521f7c2e036b100497');
INSERT INTO "audit" VALUES(16,'2026-11-23T09:00:00+00:00','system','setting.set',NULL,'008fae24dc6ae3ee5da194a80b3188afa37e4dcdcddfe29cdaaa0d7c60350dee','9e55c2d6d37bb8a28611da904610dbc1163fbab762fa63873fd3c046d1462cde',16,'c160e3ef799d00f30a4526b355e774fdbc6036ef5b96ab521f7c2e036b100497','023710e510f6ac0b79e68599228d4c15057f547a66ba7a2c600f724dff24ce7b');
INSERT INTO "audit" VALUES(17,'2026-11-23T09:00:00+00:00','Anne','author.erased',NULL,NULL,'49ce4af4b896a1185db77763f456cb8c8f45a2bd09be2372da0fa074d46b4cb0',17,'023710e510f6ac0b79e68599228d4c15057f547a66ba7a2c600f724dff24ce7b','bf273b8c20cf092b1876d7a72d260cb6b465e88a30bd34ba4c4873e21565f6b3');
CREATE TABLE audit_head (
	id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	hash TEXT NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
INSERT INTO "audit_head" VALUES(1,17,'bf273b8c20cf092b1876d7a72d260cb6b465e88a30bd34ba4c4873e21565f6b3');
CREATE TABLE autosaves (
	case_id INTEGER NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_autosaves PRIMARY KEY (case_id, who), 
	CONSTRAINT fk_autosaves_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "autosaves" VALUES(2,'Luc','2026-11-23 09:00:00.000000','Thank you');
CREATE TABLE calls (
	id INTEGER NOT NULL, 
	case_id INTEGER, 
	at DATETIME NOT NULL, 
	prompt TEXT NOT NULL, 
	prompt_version INTEGER NOT NULL, 
	model TEXT NOT NULL, 
	seed TEXT NOT NULL, 
	prompt_tokens INTEGER NOT NULL, 
	completion_tokens INTEGER NOT NULL, 
	seconds FLOAT NOT NULL, 
	cold_start BOOLEAN NOT NULL, 
	CONSTRAINT pk_calls PRIMARY KEY (id), 
	CONSTRAINT fk_calls_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "calls" VALUES(1,1,'2026-11-23 09:00:00.000000','reply',1,'fake','1099511627776',10,20,0.5,1);
CREATE TABLE cases (
	id INTEGER NOT NULL, 
	opening_id INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	channel TEXT NOT NULL, 
	language TEXT, 
	nature TEXT, 
	severity TEXT, 
	unsure BOOLEAN NOT NULL, 
	received_at DATETIME NOT NULL, 
	due_at DATETIME, 
	clock_at DATETIME NOT NULL, 
	published_at DATETIME, 
	published_url TEXT, 
	assigned_to TEXT, 
	reason TEXT NOT NULL, 
	triage_in INTEGER, 
	draft_in INTEGER, 
	edited_in INTEGER, 
	approval_in INTEGER, 
	CONSTRAINT pk_cases PRIMARY KEY (id)
);
INSERT INTO "cases" VALUES(1,1,'received',6,'google_reviews','fr','complaint','S2',0,'2026-11-23 09:00:00.000000',NULL,'9000-01-01 00:00:00.000000','2026-11-23 09:00:00.000000','https://example.org/a',NULL,'',6,NULL,NULL,NULL);
INSERT INTO "cases" VALUES(2,2,'received',1,'facebook_page','en',NULL,NULL,0,'2026-11-23 09:00:00.000000',NULL,'9000-01-01 00:00:00.000000',NULL,NULL,NULL,'',NULL,NULL,NULL,NULL);
INSERT INTO "cases" VALUES(3,3,'closed',2,'google_reviews',NULL,NULL,NULL,0,'2026-11-23 09:00:00.000000',NULL,'9001-01-01 00:00:00.000000',NULL,NULL,NULL,'',NULL,NULL,NULL,NULL);
CREATE TABLE comments (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	text_id INTEGER NOT NULL, 
	direction TEXT NOT NULL, 
	posted_at DATETIME, 
	received_at DATETIME NOT NULL, 
	author TEXT, 
	author_id TEXT, 
	folded TEXT NOT NULL, 
	external_key TEXT NOT NULL, 
	thread_key TEXT, 
	content_key TEXT, 
	CONSTRAINT pk_comments PRIMARY KEY (id), 
	CONSTRAINT fk_comments_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_comments_text_id_texts FOREIGN KEY(text_id) REFERENCES texts (id), 
	CONSTRAINT uq_comments_content_key UNIQUE (content_key), 
	CONSTRAINT uq_comments_external_key UNIQUE (external_key)
);
INSERT INTO "comments" VALUES(1,1,3,'in','2026-11-23 09:00:00.000000','2026-11-23 09:00:00.000000','Jean Martin',NULL,'jean martin
colis recu casse, personne ne repond.','1ba14d6b7389b7c9004a0b1b7ee79806cbd1b1924830d15aac5fe8991bf8fc4d',NULL,'bb3152508e676c1762624e414937e24e472cced0dbd6e107346cdcbc3ff3386d');
INSERT INTO "comments" VALUES(2,2,4,'in',NULL,'2026-11-23 09:00:00.000000','Mary',NULL,'mary
great shop, thank you!','2248a1a78fa6bed00bf1436f4604b4545b9ff2f41859f5bead43372e0d87d4d9',NULL,'d2bd1b5571bf36c8437c43d693795b3f8cf9bf61364cdca2df789ed761986d1a');
INSERT INTO "comments" VALUES(3,3,5,'in',NULL,'2026-11-23 09:00:00.000000',NULL,NULL,'','d75ed6865e6d8dc44a47589243010b359f38e48d4fb59ac66f17c5aacd629839',NULL,NULL);
INSERT INTO "comments" VALUES(4,1,9,'out','2026-11-23 09:00:00.000000','2026-11-23 09:00:00.000000',NULL,NULL,'bonjour jean, voici notre reponse.','fc77b2968edc4bf609f6bb5b74e7b8c04bce3c9104164d19cf50f440b20a45b8',NULL,'59a5805d6e232595ee09521d3c93ae68792b83a70f3b5be721a434a9dd05e25c');
INSERT INTO "comments" VALUES(5,1,10,'in',NULL,'2026-11-23 09:00:00.000000','Jean Martin',NULL,'jean martin
toujours rien !','b07c877df62c2440ab43347cc7cfa5f990baab2778d719ea5db29d95a8a080af','1ba14d6b7389b7c9004a0b1b7ee79806cbd1b1924830d15aac5fe8991bf8fc4d','ed5ccbd561920cdbc6b94d7155de2bf4456308a2198e8bc144240f50d7000831');
CREATE TABLE events (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	what TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (id), 
	CONSTRAINT fk_events_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "events" VALUES(1,1,'2026-11-23 09:00:00.000000','import','received','');
INSERT INTO "events" VALUES(2,2,'2026-11-23 09:00:00.000000','import','received','');
INSERT INTO "events" VALUES(3,3,'2026-11-23 09:00:00.000000','import','received','');
INSERT INTO "events" VALUES(4,1,'2026-11-23 09:00:00.000000','desk','triaged','');
INSERT INTO "events" VALUES(5,1,'2026-11-23 09:00:00.000000','desk','drafted','');
INSERT INTO "events" VALUES(6,1,'2026-11-23 09:00:00.000000','Anne','approved','');
INSERT INTO "events" VALUES(7,1,'2026-11-23 09:00:00.000000','Anne','published','');
INSERT INTO "events" VALUES(8,1,'2026-11-23 09:00:00.000000','import','received','');
INSERT INTO "events" VALUES(9,1,'2026-11-23 09:00:00.000000','import','reopened','');
CREATE TABLE feedback (
	id INTEGER NOT NULL, 
	case_id INTEGER, 
	kind TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	text_id INTEGER NOT NULL, 
	CONSTRAINT pk_feedback PRIMARY KEY (id), 
	CONSTRAINT fk_feedback_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_feedback_text_id_texts FOREIGN KEY(text_id) REFERENCES texts (id)
);
INSERT INTO "feedback" VALUES(1,1,'triage','2026-11-23 09:00:00.000000','Anne',12);
CREATE TABLE replies (
	id TEXT NOT NULL, 
	case_id INTEGER, 
	text_id INTEGER NOT NULL, 
	language TEXT NOT NULL, 
	comment_key TEXT NOT NULL, 
	CONSTRAINT pk_replies PRIMARY KEY (id), 
	CONSTRAINT fk_replies_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_replies_text_id_texts FOREIGN KEY(text_id) REFERENCES texts (id)
);
INSERT INTO "replies" VALUES('r1',1,11,'fr','7ac0d93fb984ca79020d25289fe185f6c03754499e3bdb141e3c81d2483a0293');
CREATE TABLE settings (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_settings PRIMARY KEY ("key")
);
INSERT INTO "settings" VALUES('model','{"name":"fake"}');
CREATE TABLE tasks (
	id INTEGER NOT NULL, 
	case_id INTEGER NOT NULL, 
	text_id INTEGER NOT NULL, 
	result_in INTEGER, 
	owner TEXT NOT NULL, 
	due_at DATETIME, 
	done_at DATETIME, 
	CONSTRAINT pk_tasks PRIMARY KEY (id), 
	CONSTRAINT fk_tasks_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id), 
	CONSTRAINT fk_tasks_result_in_texts FOREIGN KEY(result_in) REFERENCES texts (id), 
	CONSTRAINT fk_tasks_text_id_texts FOREIGN KEY(text_id) REFERENCES texts (id)
);
INSERT INTO "tasks" VALUES(1,1,13,14,'Luc','2026-11-23 09:00:00.000000','2026-11-23 09:00:00.000000');
INSERT INTO "tasks" VALUES(2,2,15,NULL,'Luc',NULL,NULL);
CREATE TABLE texts (
	id INTEGER NOT NULL, 
	case_id INTEGER, 
	salt TEXT NOT NULL, 
	body TEXT NOT NULL, 
	erased_at DATETIME, 
	CONSTRAINT pk_texts PRIMARY KEY (id), 
	CONSTRAINT fk_texts_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id)
);
INSERT INTO "texts" VALUES(1,NULL,'881a62778afaca65f1cbdd219020fa23','{"user":{"authority":"direction","disabled":false,"id":"1","name":"Anne","role":"admin"}}',NULL);
INSERT INTO "texts" VALUES(2,NULL,'a0d91235995fe23fe6b00c19b2687d7a','{"user":{"authority":"agent","disabled":false,"id":"2","name":"Luc","role":"drafter"}}',NULL);
INSERT INTO "texts" VALUES(3,1,'53a9d8a5f2d200618e4c5122b053fb2d','{"comment":{"author":"Jean Martin","author_id":null,"author_info":{},"channel":"google_reviews","direction":"in","facts":[],"id":"a","language":null,"ownership":null,"parent_id":null,"posted_at":"2026-11-23T09:00:00Z","rating":1,"reach":null,"text":"Colis reçu cassé, personne ne répond.","thread_id":null,"title":null,"url":null}}',NULL);
INSERT INTO "texts" VALUES(4,2,'0ba9e8c1d167d315eba22d4870cc2632','{"comment":{"author":"Mary","author_id":null,"author_info":{},"channel":"facebook_page","direction":"in","facts":[],"id":"b","language":"en","ownership":null,"parent_id":null,"posted_at":null,"rating":null,"reach":null,"text":"Great shop, thank you!","thread_id":null,"title":null,"url":null}}',NULL);
INSERT INTO "texts" VALUES(5,3,'','','2026-11-23 09:00:00.000000');
INSERT INTO "texts" VALUES(6,1,'f87ee14ee7c4e67d91b6b44f9a19cb3b','{"due_at":"2026-11-23T13:00:00Z","state":"triaged","triage":{"alternatives":[],"confidence":0.8,"hypotheses":[],"id":"g-1","language":"fr","nature":"complaint","needs_reply":true,"ownership":"third_platform","playbook":"complaint.public","problems":[],"reasons":[{"end":7,"message":"un mot","quote":"Service","signal":"abuse","start":0}],"seconds":0.0,"severity":"S2","signals":{"threat":0.25},"subtype":"safety","unsure":false}}',NULL);
INSERT INTO "texts" VALUES(7,1,'cb27b9e19f5b22a22c8afdb9b100daaf','{"draft":{"alternatives":[{"draft":"Bonjour monsieur Martin","findings":[{"end":4,"fix":null,"level":"error","match":"Cher","message":"non","rule":"forbidden.calm_down","start":0}],"score":0.5}],"blocked":false,"calls":[],"charter":{"sha256":"abababababababababababababababababababababababababababababababab","version":"1.0"},"checklist":[],"evidence":[{"id":"r1","kind":"reply","score":0.9,"text":"Bonjour"}],"findings":[],"holding_line":"","id":"g-1","language":"fr","model":"","nature":"complaint","objective":"","playbook":"complaint.public","prompt":"","reason":"","seconds":0.0,"seed":0,"sentences":[{"move":"greet","source":{"id":"greet.1","kind":"template"},"text":"Bonjour Jean,"}],"severity":"S2","status":"drafted","text":"Bonjour Jean, nous sommes désolés.","weak_match":false},"state":"drafted"}',NULL);
INSERT INTO "texts" VALUES(8,1,'b0229a9c772cf916b5970520336b9953','{"approval":{"at":"2026-03-02T10:00:00Z","by":"Anne","charter":{"sha256":"abababababababababababababababababababababababababababababababab","version":"1.0"},"decision":"approved","findings":[],"note":"","override_reason":"","text":"Bonjour Jean, voici notre réponse."},"edited":"Bonjour Jean, voici notre réponse.","state":"approved"}',NULL);
INSERT INTO "texts" VALUES(9,1,'af0afa6f50f75d890c9efde4f742360b','{"comment":{"author":null,"author_id":null,"author_info":{},"channel":"google_reviews","direction":"out","facts":[],"id":"published-1-5","language":"fr","ownership":null,"parent_id":null,"posted_at":"2026-11-23T09:00:00Z","rating":null,"reach":null,"text":"Bonjour Jean, voici notre réponse.","thread_id":null,"title":null,"url":"https://example.org/a"},"published_at":"2026-11-23T09:00:00Z","published_url":"https://example.org/a","state":"published"}',NULL);
INSERT INTO "texts" VALUES(10,1,'7286ed63f95ce7e71977cb151ff2c775','{"comment":{"author":"Jean Martin","author_id":null,"author_info":{},"channel":"google_reviews","direction":"in","facts":[],"id":"d","language":null,"ownership":null,"parent_id":"a","posted_at":null,"rating":null,"reach":null,"text":"Toujours rien !","thread_id":null,"title":null,"url":null},"state":"received"}',NULL);
INSERT INTO "texts" VALUES(11,1,'abb14ef712748f3fe13409fcc2d29397','{"reply":{"approved_at":null,"approved_by":null,"channel":"unknown","comment":"Colis cassé","id":"r1","language":"fr","nature":"complaint","reply":"Bonjour, nous sommes désolés."}}',NULL);
INSERT INTO "texts" VALUES(12,1,'8bf4cb763e1b0ff9f86400cbd7bb5682','{"feedback":{"from":"debate","to":"complaint"}}',NULL);
INSERT INTO "texts" VALUES(13,1,'230a363d11bdcf2ff99603239d1082b5','{"task":{"case_id":"1","done_at":null,"due_at":"2026-11-23T09:00:00Z","id":"1","owner":"Luc","result":"","text":"Rappeler"}}',NULL);
INSERT INTO "texts" VALUES(14,1,'ee755c1a6133fc226b085425f2bbeede','{"result":"fait"}',NULL);
INSERT INTO "texts" VALUES(15,2,'26004aa686c66555d7884bf5af1d9c20','{"task":{"case_id":"2","done_at":null,"due_at":null,"id":"2","owner":"Luc","result":"","text":"Remercier"}}',NULL);
INSERT INTO "texts" VALUES(16,NULL,'ccb0028aedfc9f2e580f0cb3b74ab5af','{"model":{"name":"fake"}}',NULL);
INSERT INTO "texts" VALUES(17,NULL,'5ffb92f2847e850adf75a7115b3df645','{"cases":[3],"forgotten":[5]}',NULL);
CREATE TABLE users (
	id INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	role TEXT NOT NULL, 
	authority TEXT NOT NULL, 
	disabled BOOLEAN NOT NULL, 
	CONSTRAINT pk_users PRIMARY KEY (id), 
	CONSTRAINT uq_users_name UNIQUE (name)
);
INSERT INTO "users" VALUES(1,'Anne','admin','direction',0);
INSERT INTO "users" VALUES(2,'Luc','drafter','agent',0);
CREATE INDEX ix_cases_clock_at_id ON cases (clock_at, id);
CREATE INDEX ix_cases_received_at ON cases (received_at);
CREATE INDEX ix_cases_state ON cases (state);
CREATE INDEX ix_calls_case_id ON calls (case_id);
CREATE INDEX ix_events_case_id ON events (case_id);
CREATE INDEX ix_texts_case_id ON texts (case_id);
CREATE INDEX ix_comments_case_id ON comments (case_id);
CREATE INDEX ix_comments_thread_key ON comments (thread_key);
CREATE INDEX ix_feedback_case_id ON feedback (case_id);
CREATE INDEX ix_feedback_kind ON feedback (kind);
CREATE INDEX ix_replies_case_id ON replies (case_id);
CREATE INDEX ix_replies_comment_key ON replies (comment_key);
CREATE INDEX ix_replies_language ON replies (language);
CREATE INDEX ix_tasks_case_id ON tasks (case_id);
COMMIT;
